package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Objects;

/** What an operator does in a browser, each page kept as a picture. */
final class Operator {

  private final DemoProcess demo;
  private final Pictures pictures;
  private final Page page;

  Operator(DemoProcess demo, Reader reader, Page page) {
    this.demo = demo;
    this.pictures = new Pictures("back-office", reader.toString(), page);
    this.page = page;
  }

  void signIn() {
    page.navigate(demo.server("/operator/sign-in").toString());
    page.locator("#name").fill("operator");
    page.locator("#password").fill(demo.operatorPassword());
    page.locator("#sign-in button.btn-primary").click();
    page.waitForURL("**/operator/sign-in/code");
    pictures.take("second-factor");
    page.locator("#code").fill(AuthenticatorApp.nextCode(demo.operatorTotpSecret(), page));
    page.locator("#page-form button.btn-primary").click();
    page.waitForURL("**/operator/agreements");
    pictures.take("agreements");
  }

  /** The page of the agreement of an AWS account that has but one. */
  String agreementOf(String awsAccount) {
    page.locator("#q").fill(awsAccount);
    page.locator("form[role=search] button").click();
    page.locator("main tbody a").first().waitFor();
    pictures.take("found");
    page.locator("main tbody a").first().click();
    page.locator("#fields-heading").waitFor();
    pictures.take("agreement");
    return page.locator("main").innerText();
  }

  /** Every page that the navigation leads to, and what the first link of its table leads to. */
  void lookAround() {
    for (String path : addresses("nav.office-navigation a")) {
      page.navigate(path);
      String name = path.substring(path.lastIndexOf('/') + 1);
      pictures.take(name);
      List<String> rows = addresses("main tbody a[href^='/operator/']");
      if (!rows.isEmpty()) {
        page.navigate(rows.getFirst());
        pictures.take(name + "-one");
      }
    }
  }

  private List<String> addresses(String links) {
    return page.locator(links).all().stream()
        .map(link -> demo.server(Objects.requireNonNull(link.getAttribute("href"))).toString())
        .toList();
  }
}
