package io.countinghouse.acceptance;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What an operator does in a browser, each page kept as a picture. */
final class Operator {

  private static final Map<DemoProcess, List<Cookie>> SIGNED_IN = new ConcurrentHashMap<>();

  private static final Path PRICES =
      Path.of("..", "server", "src", "main", "resources", "price-lists", "2026-01-01.csv");

  private final DemoProcess demo;
  private final Pictures pictures;
  private final Page page;

  Operator(DemoProcess demo, Reader reader, Page page) {
    this.demo = demo;
    this.pictures = new Pictures("back-office", reader, page);
    this.page = page;
  }

  /** Signs in; once for a demo, and then goes on in other windows. */
  void signIn() {
    List<Cookie> before = SIGNED_IN.get(demo);
    if (before == null) {
      signInWithSecondFactor();
      SIGNED_IN.put(demo, page.context().cookies(demo.server("/").toString()));
    } else {
      page.context().addCookies(before);
      page.navigate(demo.server("/operator/agreements").toString());
    }
  }

  private void signInWithSecondFactor() {
    page.navigate(demo.server("/operator/sign-in").toString());
    pictures.take("sign-in");
    page.locator("#name").fill("operator");
    page.locator("#password").fill(demo.operatorPassword());
    page.locator("#sign-in button.btn-primary").click();
    Arrival.at(page, "**/operator/sign-in/code");
    pictures.take("second-factor");
    page.locator("#code").fill(AuthenticatorApp.nextCode(demo.operatorTotpSecret(), page));
    page.locator("#page-form button.btn-primary").click();
    Arrival.at(page, "**/operator/agreements");
    pictures.take("agreements");
  }

  /** The page of the agreement of an AWS account that has but one. */
  String agreementOf(String awsAccount) {
    page.locator("#q").fill(awsAccount);
    page.locator("form[role=search] button").click();
    // Above what is found may stand what needs a person, with links of its own.
    Locator found =
        page.locator("main tbody tr", new Page.LocatorOptions().setHasText(awsAccount))
            .locator("a")
            .first();
    found.waitFor();
    pictures.take("found");
    found.click();
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
    page.navigate(demo.server("/operator/audit/check").toString());
    pictures.take("audit-check");
  }

  /** Enters what only operators may: a webhook, prices to come, money that came in. */
  void enterWhatIsNew() {
    page.navigate(demo.server("/operator/webhooks").toString());
    page.locator("#description").fill("Data plane");
    page.locator("#url").fill("https://example.com/webhooks");
    page.locator("#webhook button.btn-primary").click();
    Album.await(page, "operator/webhook-secret");
    pictures.take("webhook-secret");
    // Sent again, the form would add another endpoint.
    page.reload();
    Album.await(page, "operator/webhook");
    pictures.take("webhook");
    page.locator("details:has(form[action$='/disable']) > summary").click();
    page.locator("form[action$='/disable'] button").click();
    page.locator("form[action$='/enable']").waitFor();

    LocalDate today = LocalDate.ofInstant(new Outside(demo).now(), ZoneOffset.UTC);
    page.navigate(demo.server("/operator/price-list-import").toString());
    pictures.take("price-list-import");
    page.locator("#version").fill("next-" + System.nanoTime());
    page.locator("#validFrom").fill(today.plusDays(60).toString());
    page.locator("#file").setInputFiles(PRICES);
    page.locator("#import button.btn-primary").click();
    Album.await(page, "operator/price-list-preview");
    pictures.take("price-list-preview");

    firstOf("/operator/wallets");
    page.locator("a[href$='/top-up']").click();
    Album.await(page, "operator/proposal-form");
    pictures.take("top-up");
    page.locator("#amount").fill("100");
    page.locator("#reference").fill("B-" + System.nanoTime());
    page.locator("#paidOn").fill(today.minusDays(1).toString());
    page.locator("#proposal button.btn-primary").click();
    page.locator("main a[href*='/proposals/']").first().click();
    Album.await(page, "operator/proposal");
    pictures.take("proposal");
  }

  /** The billing account of a workspace, found by its name. */
  void lookAtBillingAccountOf(String workspace) {
    page.navigate(demo.server("/operator/workspaces/" + workspace).toString());
    pictures.take("workspace");
    page.locator("a[href^='/operator/billing-accounts/']").first().click();
    Album.await(page, "operator/billing-account");
    pictures.take("billing-account");
  }

  /** Makes a refund case of a record that AWS refused, and looks at what has no successor. */
  void decide() {
    page.navigate(demo.server("/operator/agreements").toString());
    page.locator("#alarms a[href*='state=REFUSED']").first().click();
    Album.await(page, "operator/records");
    pictures.take("refused");
    page.locator("main tbody a[href^='/operator/records/']").first().click();
    page.locator("a[href$='/decision']").click();
    Album.await(page, "operator/decision");
    pictures.take("decision");
    page.locator("input[name='choice'][value='REFUND_CASE']").check();
    page.locator("#refund").fill("0.01");
    page.locator("#reason").fill("The customer was promised it.");
    page.locator("#confirmed").check();
    page.locator("#decision button.btn-danger").click();
    Album.await(page, "operator/record");
    pictures.take("decided");
  }

  /** The open refund case of the agreement whose record was decided about. */
  void lookAtRefundCase() {
    page.locator("a[href^='/operator/agreements/']").first().click();
    Arrival.at(page, "**/operator/agreements/*");
    page.navigate(page.url().replace("/agreements/", "/books/"));
    pictures.take("book-with-refund-case");
    page.locator("a[href*='/refund-cases/']").first().click();
    Album.await(page, "operator/refund-case");
    pictures.take("refund-case");
  }

  /** The first agreement that a person has to name the successor of. */
  void lookAtSuccession() {
    page.navigate(demo.server("/operator/agreements").toString());
    page.locator("a[href$='/succession']").first().click();
    Album.await(page, "operator/succession");
    pictures.take("succession");
  }

  /** The end of the first active agreement, which is not done. */
  void lookAtEnd() {
    page.navigate(demo.server("/operator/agreements?state=ACTIVE").toString());
    // What needs a person stands above the list.
    page.locator("main table").last().locator("a[href^='/operator/agreements/']").first().click();
    Album.await(page, "operator/agreement");
    page.locator("a[href$='/end']").click();
    Album.await(page, "operator/agreement-end");
    pictures.take("agreement-end");
  }

  private void firstOf(String list) {
    page.navigate(demo.server(list).toString());
    page.locator("main tbody a[href^='" + list + "/']").first().click();
    Arrival.at(page, "**" + list + "/*");
  }

  private List<String> addresses(String links) {
    return page.locator(links).all().stream()
        .map(link -> demo.server(Objects.requireNonNull(link.getAttribute("href"))).toString())
        .toList();
  }
}
