package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.Cookie;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** From AWS to a workspace of one's own. */
@ExtendWith(OutputCaptureExtension.class)
class SetUpIntegrationTests extends ConsoleIntegration {

  @Autowired SetUp setUp;

  @ParameterizedTest
  @CsvSource({
    "zh-CN, 立即注册观测云商业版, 开通成功, 付费计划与账单, AWS 账号结算, 商业版",
    "en-US, Register Guance commercial plan now, Everything is set up, Plan &amp; Billing,"
        + " AWS account settlement, Commercial plan"
  })
  void aCustomerComesFromAwsAndEndsOnTheirPlanPage(
      String language, String choice, String done, String plan, String method, String kind) {
    String name = newName();
    Browser browser = browser(Locale.forLanguageTag(language));

    Answer landed = land(browser, name);
    assertThat(landed.status()).isEqualTo(303);
    assertThat(landed.leadsTo()).isEqualTo("/setup");
    says("subscribe-success", name, TestClock.START);
    assertThat(browser.follow(landed).body()).contains(choice, "123456789012");
    Answer form = browser.get("/setup/register/account");
    assertThat(form.body()).contains("<option value=\"cn2\" selected=\"selected\">");
    Answer made = register(browser, name, "cn2");
    assertThat(made.leadsTo()).isEqualTo("/setup/done");
    assertThat(browser.follow(made).body()).contains(done, name, "Workspace of " + name);
    String path = "/w/" + workspaceOf(name) + "/plan";
    assertThat(browser.get(path).body())
        .contains(plan, method, kind, "123456789012", "Workspace of " + name);
  }

  @Test
  void theSessionCookieComesBackAfterTheCrossSitePostAndIsOutOfReachOfScripts() {
    Browser browser = browser(Locale.ENGLISH);
    browser.follow(land(browser, newName()));
    Cookie cookie = Objects.requireNonNull(browser.cookie("session"));
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
    assertThat(cookie.getPath()).isEqualTo("/");
  }

  @Test
  void signingInByRegistrationChangesTheSession() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    String before = Objects.requireNonNull(browser.cookie("session")).getValue();
    browser.post("/setup/register/workspace", workspaceForm(name));
    assertThat(Objects.requireNonNull(browser.cookie("session")).getValue()).isNotEqualTo(before);
  }

  @Test
  void beforeAwsConfirmsTheBindingIsOnlyIntended() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    Answer made = register(browser, name, "cn2");
    assertThat(browser.follow(made).body()).contains("waiting for AWS", "Free plan");
    assertThat(browser.get("/w/" + workspaceOf(name) + "/plan").body())
        .contains("starts by itself once AWS has confirmed")
        .doesNotContain("Upgrade to the commercial plan");
  }

  @Test
  void aSecondTabEndsWhereTheFirstDid() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    Map<String, String> form = workspaceForm(name);
    Browser tab = browser.secondTab();
    long billingAccounts = count("identity.billing_account");
    long workspaces = count("workspace.workspace");

    browser.post("/setup/register/workspace", form);
    tab.shareCookiesOf(browser);
    Answer again = tab.post("/setup/register/workspace", form);

    assertThat(again.leadsTo()).isEqualTo("/setup/register/workspace?outdated=yes");
    assertThat(tab.follow(again).leadsTo()).isEqualTo("/setup/done");
    assertThat(count("identity.billing_account")).isEqualTo(billingAccounts + 1);
    assertThat(count("workspace.workspace")).isEqualTo(workspaces + 1);
  }

  /** All is committed, and the answer that would have told the session was lost. */
  @Test
  void whoHasJustRegisteredIsNotTakenForAStranger() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    RegistrationId registration =
        new RegistrationId(
            jdbc.sql("SELECT id FROM identity.registration WHERE username = ?")
                .param(name)
                .query(String.class)
                .single());
    AgreementId agreement = new AgreementId(agreementOf(name));
    setUp.register(agreement, registration, new WorkspaceName("First"), Language.EN);

    Answer again = browser.post("/setup/register/workspace", workspaceForm(name));
    assertThat(again.leadsTo()).isEqualTo("/setup/done");
    assertThat(browser.follow(again).body()).contains(name);
  }

  @Test
  void pressedTwiceAtOnceTheButtonMakesOneOfEach() throws Exception {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    Map<String, String> form = workspaceForm(name);
    Browser tab = browser.secondTab();
    long billingAccounts = count("identity.billing_account");
    long consoleAccounts = count("identity.console_account");
    long workspaces = count("workspace.workspace");
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Answer>> answers =
          threads.invokeAll(
              List.of(
                  () -> browser.post("/setup/register/workspace", form),
                  () -> tab.post("/setup/register/workspace", form)));
      assertThat(answers.get(0).get().leadsTo()).startsWith("/setup");
      assertThat(answers.get(1).get().leadsTo()).startsWith("/setup");
    }
    assertThat(count("identity.billing_account")).isEqualTo(billingAccounts + 1);
    assertThat(count("identity.console_account")).isEqualTo(consoleAccounts + 1);
    assertThat(count("workspace.workspace")).isEqualTo(workspaces + 1);
  }

  @Test
  void anotherBrowserLearnsWhoHoldsTheSubscription() {
    Customer first = registered(Locale.ENGLISH, TestClock.START);
    Browser other = browser(Locale.ENGLISH);
    Answer landed = land(other, first.name());
    Answer held = other.follow(landed);
    assertThat(held.status()).isEqualTo(409);
    assertThat(held.body())
        .contains("cu***", "href=\"/billing/sign-in?back=/billing/cloud-accounts\"")
        .doesNotContain(first.name());
  }

  @Test
  void aLanguageChosenByLinkIsKeptAndTheLinkIsNot() {
    Browser browser = browser(Locale.CHINA);
    Answer chosen = browser.get("/sign-in?back=/w&lang=en");
    assertThat(chosen.leadsTo()).isEqualTo("/sign-in?back=/w");
    assertThat(browser.follow(chosen).body()).contains("lang=\"en\"", "Username or e-mail");
  }

  @Test
  void aCodeAskedForByScriptAnswersWithAPartOfThePage() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    browser.get("/setup/register/account");
    Map<String, String> email = Map.of("email", name + "@example.com");
    Answer sent = browser.postByScript("/setup/register/code", email);
    assertThat(sent.body())
        .contains("A code has been sent", "data-countdown=")
        .doesNotContain("<html");
    assertThat(browser.postByScript("/setup/register/code", email).body()).contains("just now");
    assertThat(browser.postByScript("/setup/register/code", Map.of("email", "x")).body())
        .contains("This is not an e-mail address");
  }

  @Test
  void withoutALandingThereIsNothingToSetUp() {
    Browser browser = browser(Locale.ENGLISH);
    for (String path : new String[] {"/setup", "/setup/register/account", "/setup/done"}) {
      Answer answer = browser.get(path);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body())
          .contains("Please start from AWS", "http://localhost/subscribe", "support@example.com");
    }
  }

  @Test
  void theTokenStaysNowhere(CapturedOutput output) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    customer.browser().get(customer.planPath());
    String token = tokenOf(customer.name());
    assertThat(output.getAll()).doesNotContain(token);
    assertThat(StoredText.placesOf(jdbc, token)).isEmpty();
    assertThat(StoredText.placesOf(jdbc, PASSWORD)).isEmpty();
    assertThat(StoredText.placesOf(jdbc, customer.name())).isNotEmpty();
  }
}
