package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Signing in, and what one sees of workspaces: one's own. */
class WorkspaceIntegrationTests extends ConsoleIntegration {

  @Autowired private TestClock clock;

  @Test
  void whoIsNotSignedInIsLedToSignInAndBack() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    Answer denied = browser.get(customer.planPath());
    assertThat(denied.leadsTo()).startsWith("/sign-in?back=");
    browser.follow(denied);
    Answer wrong =
        browser.post("/sign-in", signIn(customer, "wrong password", customer.planPath()));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("Site, username or password is wrong")
        .contains("name=\"here\" content=\"/sign-in?back=" + customer.planPath() + "\"");
    Answer right = browser.post("/sign-in", signIn(customer, PASSWORD, customer.planPath()));
    assertThat(right.leadsTo()).isEqualTo(customer.planPath());
    assertThat(browser.follow(right).body()).contains("Workspace of " + customer.name());
  }

  @Test
  void signingInNeverLeadsElsewhere() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/sign-in?back=//evil.example");
    Answer answer = browser.post("/sign-in", signIn(customer, PASSWORD, "//evil.example"));
    assertThat(answer.leadsTo()).isEqualTo("/");
  }

  @Test
  void signingOutEndsTheSession() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    customer.browser().get(customer.planPath());
    customer.browser().post("/sign-out", Map.of());
    assertThat(customer.browser().get(customer.planPath()).leadsTo()).startsWith("/sign-in");
  }

  @Test
  void anotherTenantsWorkspaceIsNotFoundAsOneThatIsNotThere() {
    Customer one = registered(Locale.ENGLISH, TestClock.START);
    Customer other = registered(Locale.ENGLISH, TestClock.START);
    Answer theirs = one.browser().get(other.planPath());
    assertThat(theirs.status()).isEqualTo(404);
    assertThat(theirs.body()).doesNotContain(other.name());
    assertThat(one.browser().get("/w/wksp_none/plan").status()).isEqualTo(404);
    assertThat(one.browser().get("/w/NONE/plan").status()).isEqualTo(404);
    assertThat(one.browser().get("/w").body()).doesNotContain(other.name());
  }

  @Test
  void aFormWithoutItsTokenDoesNothing() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    customer.browser().forge("/sign-out", Map.of());
    assertThat(customer.browser().get(customer.planPath()).status()).isEqualTo(200);
    Browser browser = browser(Locale.ENGLISH);
    Answer forged = browser.forge("/sign-in", signIn(customer, PASSWORD, ""));
    assertThat(forged.leadsTo()).isEqualTo("/sign-in?expired");
    assertThat(browser.get(customer.planPath()).leadsTo()).startsWith("/sign-in");
  }

  @Test
  void aFormThatIsTooOldLeadsBackToWhereItStoodAndChangesNothing() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String members = "/w/" + customer.workspace() + "/members";
    Browser tab = customer.browser();
    tab.get(members);
    Browser other = tab.secondTab();
    signInToBilling(other, customer, "");
    tab.shareCookiesOf(other);
    Map<String, String> invitation = Map.of("email", "new@example.com", "role", "MEMBER");
    String invite = "/w/" + customer.workspace() + "/invitations";
    assertThat(tab.post(invite, invitation).leadsTo()).isEqualTo("/w?outdated=yes");
    Answer outdated = tab.forge("http://localhost:8080" + members + "?x=1", invite, invitation);
    assertThat(outdated.leadsTo()).isEqualTo(members + "?x=1&outdated=yes");
    assertThat(tab.follow(outdated).body())
        .contains("nothing was changed", members)
        .doesNotContain("new@example.com");
    assertThat(tab.get(members).body()).doesNotContain("nothing was changed");
    assertThat(tab.forge(invite, Map.of("email", "x")).status()).isEqualTo(302);
    assertThat(
            tab.forge("http://localhost:8080" + members + "?outdated=yes", invite, invitation)
                .leadsTo())
        .isEqualTo(members + "?outdated=yes");
  }

  @Test
  void aFormThatIsTooOldLeadsToNoOtherSite() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String leave = "/w/" + customer.workspace() + "/leave";
    for (String from :
        new String[] {
          "https://evil.example/w",
          "http://localhost:8080.evil.example/w",
          "http://localhost:8080@evil.example/"
        }) {
      assertThat(customer.browser().forge(from, leave, Map.of()).leadsTo())
          .isEqualTo("/w?outdated=yes");
    }
    assertThat(
            customer
                .browser()
                .forge("http://localhost:8080//evil.example/x", leave, Map.of())
                .leadsTo())
        .isEqualTo("/?outdated=yes");
  }

  @Test
  void aFormOfNobodyWhoIsSignedInLeadsToItsSignInAndBack() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser nobody = browser(Locale.ENGLISH);
    Answer form =
        nobody.forge(
            "http://localhost:8080/w/" + customer.workspace() + "/members",
            "/w/" + customer.workspace() + "/invitations",
            Map.of());
    assertThat(form.leadsTo())
        .isEqualTo("/sign-in?back=/w/" + customer.workspace() + "/members&expired");
    assertThat(nobody.get(form.leadsTo() + "=").body()).contains("This page was open for too long");
    Answer billing =
        nobody.forge(
            "http://localhost:8080/billing/profile/email", "/billing/profile/email/code", Map.of());
    assertThat(billing.leadsTo()).isEqualTo("/billing/sign-in?back=/billing/profile/email&expired");
    assertThat(nobody.get(billing.leadsTo() + "=").body())
        .contains("This page was open for too long");
    assertThat(nobody.forge("/operator/security", Map.of()).leadsTo())
        .isEqualTo("/operator/sign-in?back=/operator/security&expired");
    assertThat(nobody.forge("/register/code", Map.of()).leadsTo())
        .isEqualTo("/register/code?outdated=yes");
    assertThat(nobody.forge("/sign-out", Map.of()).leadsTo()).isEqualTo("/sign-in?expired");
    assertThat(nobody.forge("/aws/guance-cn/x", Map.of()).leadsTo()).isEqualTo("/sign-in?expired");
  }

  @Test
  void signingInToTheBillingCenterLeadsBackToItsPagesOnly() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    Answer denied = browser.get("/billing/wallet?from=mail");
    assertThat(denied.leadsTo()).isEqualTo("/billing/sign-in?back=/billing/wallet");
    assertThat(browser.follow(denied).body())
        .contains("name=\"back\" value=\"/billing/wallet\"", "href=\"/sign-in\"");
    assertThat(signInToBilling(browser, customer, "/billing/wallet").leadsTo())
        .isEqualTo("/billing/wallet");
    for (String astray :
        new String[] {
          "//evil.example", "https://evil.example", "/billing/../w", "/w", "/billing/sign-in"
        }) {
      Browser other = browser(Locale.ENGLISH);
      assertThat(signInToBilling(other, customer, astray).leadsTo()).isEqualTo("/billing");
    }
  }

  private static Answer signInToBilling(Browser browser, Customer customer, String back) {
    browser.get("/billing/sign-in");
    return browser.post(
        "/billing/sign-in", Map.of("name", customer.name(), "password", PASSWORD, "back", back));
  }

  @Test
  void tryingPasswordsOutIsStopped() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/sign-in");
    for (int i = 0; i < SIGN_INS_MAX; i++) {
      assertThat(browser.post("/sign-in", signIn(customer, "wrong " + i, "")).status())
          .isEqualTo(422);
    }
    Answer stopped = browser.post("/sign-in", signIn(customer, PASSWORD, ""));
    assertThat(stopped.status()).isEqualTo(429);
    assertThat(stopped.raw().getHeader("Retry-After")).isNotNull();
    assertThat(stopped.body()).contains("Too many requests");
  }

  @Test
  void anEndingSubscriptionIsAnnouncedAndThenLocksWithACountdown() {
    Customer chinese = registered(Locale.CHINA, TestClock.START);
    clock.advance(Duration.ofMinutes(1));
    says("unsubscribe-pending", chinese.name(), clock.now());
    // The site's zone is eight hours ahead: 09:00 on the first of May.
    assertThat(chinese.browser().get(chinese.planPath()).body())
        .contains("AWS 订阅即将结束：2026 年 5 月 1 日 09:00（Asia/Shanghai, UTC+8）");

    says("unsubscribe-success", chinese.name(), clock.now().plusSeconds(1));
    clock.advance(Duration.ofHours(25));
    assertThat(chinese.browser().get(chinese.planPath()).body())
        .contains("工作空间已锁定，数据还可查看 12 天 23 小时", "2026 年 5 月 15 日 08:00")
        .contains("http://localhost/subscribe");
    Answer english = chinese.browser().get(chinese.planPath() + "?lang=en");
    assertThat(chinese.browser().follow(english).body())
        .contains("its data can be read for another 12 days 23 hours", "15 May 2026, 08:00");

    clock.advance(Duration.ofDays(14));
    assertThat(chinese.browser().get(chinese.planPath()).body())
        .contains("This workspace is fully locked");
  }

  @Test
  void whoCannotSubscribeAgainIsToldWhoCanWhileASubscriptionEnds() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    clock.advance(Duration.ofMinutes(1));
    says("unsubscribe-pending", customer.name(), clock.now());
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("To go on:", "http://localhost/subscribe")
        .doesNotContain("Only its owner");
    setRole(customer, "ADMINISTRATOR");
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("is locked.", "Only its owner can have it paid for again")
        .doesNotContain("To go on:");
  }

  @Test
  void theOwnerUnlocksInTheBillingCenterAndOthersAskTheOwner() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    says("unsubscribe-success", customer.name(), clock.now());
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("Unlock now", "Dissolve", "http://localhost/subscribe");
    Answer handOver =
        customer
            .browser()
            .post("/w/" + customer.workspace() + "/billing-center", Map.of("target", "WORKSPACES"));
    assertThat(handOver.status()).isEqualTo(200);
    setRole(customer, "MEMBER");
    assertThat(customer.browser().get("/w/" + customer.workspace() + "/members").body())
        .contains("This workspace is locked", "Only its owner can have it paid for again")
        .doesNotContain("Unlock now", "Dissolve");
    assertThat(customer.browser().get("/w/" + customer.workspace() + "/dissolve").status())
        .isEqualTo(404);
  }

  @Test
  void onlyTheOwnerSeesHowItIsSettled() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    setRole(customer, "ADMINISTRATOR");
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("Plan &amp; Billing", "Commercial plan")
        .doesNotContain("123456789012");
    setRole(customer, "MEMBER");
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains("Workspace of " + customer.name())
        .doesNotContain("123456789012", "Commercial plan");
  }

  private void setRole(Customer customer, String role) {
    jdbc.sql("UPDATE workspace.member SET role = :role WHERE workspace_id = :workspace")
        .param("role", role)
        .param("workspace", customer.workspace())
        .update();
  }

  @Test
  void pagesForbidWhatTheyDoNotNeed() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Answer page = customer.browser().get(customer.planPath());
    assertThat(page.raw().getHeader("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'")
        .doesNotContain("unsafe");
    assertThat(page.raw().getHeader("Cache-Control")).contains("no-store");
    assertThat(page.raw().getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.raw().getHeader("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(page.body()).doesNotContain("style=\"", "onclick", "<style", "<script>");
  }

  private static Map<String, String> signIn(Customer customer, String password, String back) {
    return Map.of("site", "cn2", "name", customer.name(), "password", password, "back", back);
  }
}
