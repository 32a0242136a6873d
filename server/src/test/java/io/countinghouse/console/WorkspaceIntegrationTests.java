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
    assertThat(wrong.body()).contains("Site, username or password is wrong");
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
