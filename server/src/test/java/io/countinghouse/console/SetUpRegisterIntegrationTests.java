package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A new customer registers within the set-up. */
class SetUpRegisterIntegrationTests extends ConsoleIntegration {

  @Test
  void whatIsWrongIsSaidBesideTheFieldsAndNothingTypedIsLostButThePassword() {
    Browser browser = browser(Locale.ENGLISH);
    land(browser, newName());
    browser.get("/setup/register/account");
    Answer answer =
        browser.post(
            "/setup/register/account",
            Map.of("username", "a b", "email", "nowhere", "phone", "1 & 2", "password", "short"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body())
        .contains("href=\"#username\"", "id=\"username-error\"", "This is not an e-mail address")
        .contains("value=\"a b\"", "value=\"1 &amp; 2\"", "Choose a site from the list")
        .contains("aria-describedby=\"username-hint username-error\"")
        .doesNotContain("value=\"short\"");
  }

  @Test
  void aSiteWithoutAwsIsNotTaken() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    Map<String, String> form = accountFormWithCode(browser, name, "cn1");
    assertThat(browser.get("/setup/register/account").body()).doesNotContain("value=\"cn1\"");
    assertThat(browser.post("/setup/register/account", form).body())
        .contains("Choose a site from the list");
  }

  @Test
  void aWrongCodeIsCountedAndTakenNames() {
    Customer first = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    browser.get("/setup/register/account");
    assertThat(
            browser
                .post("/setup/register/account", withCode(accountForm(name, "cn2"), "123456"))
                .body())
        .contains("There is no valid code");
    Map<String, String> form = accountFormWithCode(browser, name, "cn2");
    String right = Objects.requireNonNull(form.get("code"));
    String wrong = right.equals("000000") ? "000001" : "000000";
    assertThat(browser.post("/setup/register/account", withCode(form, wrong)).body())
        .contains("tries left: 4");
    form.put("code", right);
    form.put("username", first.name());
    assertThat(browser.post("/setup/register/account", form).body())
        .contains("This username is taken");
    form.put("username", name);
    wallClock.advance(EmailCodes.LIFE);
    assertThat(browser.post("/setup/register/account", form).body())
        .contains("There is no valid code");
  }

  private static Map<String, String> withCode(Map<String, String> form, String code) {
    Map<String, String> changed = new HashMap<>(form);
    changed.put("code", code);
    return changed;
  }

  @Test
  void aBillingAccountOfTheSameNameIsBoundByItsPasswordOrItsCode() {
    Customer first = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    String subscription = newName();
    landUs(browser, subscription);
    takeUsernameOf(browser, first.name(), first.name() + "-us@example.com");
    assertThat(browser.get("/setup/register/company").leadsTo())
        .isEqualTo("/setup/register/existing");
    browser.get("/setup/register/existing");
    assertThat(browser.post("/setup/register/existing", Map.of("password", "not the one")).status())
        .isEqualTo(422);
    assertThat(browser.post("/setup/register/existing-code", Map.of()).body())
        .contains(first.name().charAt(0) + "***@example.com");
    worker.runAll();
    assertThat(browser.post("/setup/register/existing", Map.of("code", lastCode())).leadsTo())
        .isEqualTo("/setup/register/workspace");
    browser.get("/setup/register/workspace");
    Answer made = browser.post("/setup/register/workspace", workspaceForm(subscription));
    assertThat(made.leadsTo()).isEqualTo("/setup/done");
    assertThat(browser.follow(made).body()).contains("Workspace of " + subscription, first.name());
    assertThat(count("identity.billing_account WHERE username = '" + first.name() + "'")).isOne();
  }

  @Test
  void anotherUsernameLeavesTheBillingAccountThatWasBound() {
    Customer first = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    landUs(browser, name);
    Map<String, String> form = takeUsernameOf(browser, first.name(), name + "@example.com");
    browser.get("/setup/register/existing");
    browser.post("/setup/register/existing", Map.of("password", PASSWORD));
    browser.get("/setup/register/account");
    form.put("username", name);
    browser.post("/setup/register/account", form);
    assertThat(browser.get("/setup/register/workspace").leadsTo())
        .isEqualTo("/setup/register/company");
  }

  @Test
  void aReloadInTheMiddleGoesOnWhereItWas() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    assertThat(browser.get("/setup/register/account").body()).contains("value=\"" + name + "\"");
    assertThat(browser.get("/setup/register/company").body()).contains("value=\"Example Ltd\"");
    assertThat(browser.get("/setup").status()).isEqualTo(200);
    browser.follow(land(browser, name));
    assertThat(browser.get("/setup/register/workspace").body()).contains("123456789012");
    assertThat(browser.post("/setup/register/workspace", workspaceForm(name)).leadsTo())
        .isEqualTo("/setup/done");
    assertThat(browser.get("/setup/register/workspace").leadsTo()).isEqualTo("/setup/done");
  }

  @Test
  void aSubscriptionThatFailsOrEndsInTheMiddleSaysSo() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    atTheLastStep(browser, name, "cn2");
    says("subscribe-fail", name, TestClock.START);
    Answer failed = browser.post("/setup/register/workspace", workspaceForm(name));
    assertThat(failed.status()).isEqualTo(409);
    assertThat(failed.body())
        .contains("AWS could not complete the subscription", "support@example.com");
    assertThat(count("identity.console_account WHERE username = '" + name + "'")).isZero();
  }

  @Test
  void theLanguageSwitchKeepsWhatWasTyped() {
    Browser browser = browser(Locale.ENGLISH);
    String name = newName();
    land(browser, name);
    assertThat(browser.get("/setup/register/account").body())
        .contains("name=\"lang\" value=\"zh\"");
    Map<String, String> form = accountForm(name, "cn2");
    form.put("lang", "zh");
    Answer chinese = browser.post("/setup/register/account", form);
    assertThat(chinese.status()).isEqualTo(200);
    assertThat(chinese.body()).contains("lang=\"zh-CN\"", "用户名", "value=\"" + name + "\"");
    assertThat(browser.get("/setup").body()).contains("lang=\"zh-CN\"");
  }

  @Test
  void aPlainRegistrationGoesToAwsAndComesBackToItsLastStep() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    Map<String, String> form = accountForm(name, "cn2");
    browser.post("/register/code", form);
    form.put("code", lastCode());
    browser.post("/register", form);
    browser.get("/register/company");
    browser.post("/register/company", COMPANY);
    assertThat(browser.get("/register/workspace").body()).contains("formaction=\"/register/aws\"");
    browser.post(
        "/register/aws", Map.of("workspaceName", "Typed before", "workspaceLanguage", "en"));
    assertThat(browser.get("/register/aws").body()).contains("http://localhost/subscribe");
    Answer landed = browser.follow(land(browser, newName()));
    assertThat(landed.leadsTo()).isEqualTo("/setup/register/workspace");
    assertThat(browser.follow(landed).body()).contains("123456789012", "value=\"Typed before\"");
    Answer made = browser.post("/setup/register/workspace", workspaceForm(name));
    assertThat(browser.follow(made).body()).contains("Workspace of " + name, "will be bound");
  }
}
