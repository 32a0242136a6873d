package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What somebody does who is signed in, beside the main job, each page kept as a picture. */
final class Member {

  private static final Pattern INVITATION = Pattern.compile("/invitation\\?token=[^\\s\"\\\\<]+");

  private final Pictures pictures;
  private final DemoProcess demo;
  private final Page page;

  Member(String story, DemoProcess demo, Reader reader, Page page) {
    this.pictures = new Pictures(story, reader, page);
    this.demo = demo;
    this.page = page;
  }

  /** Looks at a page. */
  void look(String path) {
    page.navigate(demo.server(path).toString());
    pictures.take(path.substring(1).replace('/', '-'));
  }

  /** Switches the second factor of an account on, by the account's page. */
  void switchSecondFactorOn(String account) {
    look(account + "/second-factor");
    page.reload();
    String secret = page.locator("[data-copy]").first().getAttribute("data-copy");
    page.locator("#code").fill(AuthenticatorApp.firstCode(secret));
    page.locator("#factorPassword").fill(Wizard.PASSWORD);
    submit();
    Album.await(page, "second-factor/recovery");
    pictures.take("recovery-codes");
  }

  /** Looks at all that a workspace has. */
  void lookAtWorkspace(String workspace) {
    for (String place : new String[] {"members", "alerts", "start", "usage", "plan"}) {
      page.navigate(demo.server("/w/" + workspace + "/" + place).toString());
      pictures.take(place);
    }
  }

  /** Invites somebody to a workspace. */
  void invite(String workspace, String email) {
    page.navigate(demo.server("/w/" + workspace + "/members").toString());
    page.locator("#invite #email").fill(email);
    page.locator("#invite button.btn-primary").click();
    page.locator("details:has(form[action$='/revoke'])").first().waitFor();
    pictures.take("invited");
  }

  /** Opens the link of an invitation. */
  void openInvitation(String email) {
    Outside outside = new Outside(demo);
    Awaitility.await("an invitation of " + email)
        .atMost(Duration.ofSeconds(30))
        .until(() -> outside.mailCount(email) > 0);
    Matcher link = INVITATION.matcher(outside.mails(email).toString());
    if (!link.find()) {
      throw new AssertionError("no invitation: " + outside.mails(email));
    }
    page.navigate(demo.server(link.group()).toString());
    Arrival.at(page, "**/invitation");
    pictures.take("invitation");
  }

  /** Joins with a new account. */
  void join(String username) {
    page.locator("#username").fill(username);
    page.locator("#password").fill("correct horse battery");
    page.locator("#page-form button[type=submit]").last().click();
    Arrival.at(page, "**/w/**");
    pictures.take("joined");
  }

  /** Stops at the page between a workspace and the Billing Center, which scripts leave at once. */
  void enterBillingCenter(String workspace) {
    Predicate<String> script = url -> url.contains("/assets/page") && url.contains(".js");
    page.route(script, Route::abort);
    page.navigate(demo.server("/w/" + workspace + "/plan").toString());
    page.locator("button[name='target'][value='WORKSPACES']").click();
    Album.await(page, "billing/enter");
    pictures.take("entering");
    page.unroute(script);
    page.locator("main button.btn-primary").click();
    Arrival.at(page, "**/billing/workspaces**");
  }

  /** Has forgotten a password. */
  void forget(String ask, String name) {
    look(ask);
    page.locator("#name").fill(name);
    submit();
    Arrival.at(page, "**/password/new");
    pictures.take("new-password");
  }

  /** The workspace that the page is of. */
  String workspace() {
    Matcher workspace = Pattern.compile("/w/(wksp_[^/]+)/").matcher(page.url());
    if (!workspace.find()) {
      throw new AssertionError("not a page of a workspace: " + page.url());
    }
    return workspace.group(1);
  }

  private void submit() {
    page.locator("#page-form button.btn-primary").click();
  }
}
