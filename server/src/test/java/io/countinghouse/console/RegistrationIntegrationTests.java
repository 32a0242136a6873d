package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registering without coming from AWS, and billing accounts alone; in both languages. */
class RegistrationIntegrationTests extends ConsoleIntegration {

  private static final Map<String, String> COMPANY =
      Map.of("company", "Example Ltd", "industry", "Weather", "agreed", "yes");

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void threeStepsLeadToAWorkspaceOnTheFreePlan(String language) {
    String name = newName();
    Browser browser = browser(Locale.of(language));
    Answer first = browser.get("/register");
    assertThat(first.body()).contains(language.equals("zh") ? "中国区1（杭州）" : "China 1 (Hangzhou)");
    Answer second = begin(browser, name);
    assertThat(second.leadsTo()).isEqualTo("/register/company");
    browser.follow(second);
    Answer third = browser.post("/register/company", COMPANY);
    assertThat(third.leadsTo()).isEqualTo("/register/workspace");
    browser.follow(third);
    Answer done =
        browser.post(
            "/register/workspace", Map.of("workspaceName", "First", "workspaceLanguage", "zh"));
    assertThat(done.leadsTo()).isEqualTo("/w/" + workspaceOf(name) + "/plan");
    assertThat(browser.follow(done).body())
        .contains("First", language.equals("zh") ? "体验版" : "Free plan");
  }

  @Test
  void theCommercialPlanIsChosenWithTheBillingAccountAsPayer() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    browser.follow(begin(browser, name));
    Answer third = browser.post("/register/company", COMPANY);
    assertThat(browser.follow(third).body()).contains("Billing Center settlement", "Free plan");
    Answer done =
        browser.post(
            "/register/workspace",
            Map.of(
                "workspaceName", "First", "workspaceLanguage", "zh", "method", "billing-center"));
    assertThat(browser.follow(done).body())
        .contains("Commercial plan", "Billing Center settlement");
  }

  @Test
  void pressedTwiceItMakesOneOfEach() {
    String name = newName();
    Browser browser = atWorkspaceStep(name);
    Browser tab = browser.secondTab();
    Map<String, String> form = Map.of("workspaceName", "Once", "workspaceLanguage", "en");
    Answer one = browser.post("/register/workspace", form);
    tab.shareCookiesOf(browser);
    tab.get("/register/workspace");
    Answer two = tab.post("/register/workspace", form);
    assertThat(one.leadsTo()).isEqualTo("/w/" + workspaceOf(name) + "/plan");
    assertThat(two.status()).isEqualTo(302);
    assertThat(
            jdbc.sql("SELECT count(*) FROM workspace.workspace WHERE name = 'Once'")
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void aReloadInTheMiddleGoesOnWhereItWasAndNothingIsTypedTwice() {
    String name = newName();
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    begin(browser, name);
    browser.get("/register/company");
    browser.post("/register/company", COMPANY);
    assertThat(browser.get("/register/company").body()).contains("value=\"Example Ltd\"");
    assertThat(browser.get("/register").body())
        .contains("value=\"" + name + "\"", "value=\"" + name + "@example.com\"");
    Map<String, String> renamed = accountForm(name + "x");
    renamed.put("email", name + "@example.com");
    assertThat(browser.post("/register", renamed).leadsTo()).isEqualTo("/register/company");
    assertThat(browser(Locale.ENGLISH).get("/register/workspace").leadsTo())
        .isEqualTo("/register/company");
    assertThat(browser(Locale.ENGLISH).get("/register/company").leadsTo()).isEqualTo("/register");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void aWrongAnExpiredAndNoCodeAreToldBesideTheField(String language) {
    String name = newName();
    Browser browser = browser(Locale.of(language));
    browser.get("/register");
    Map<String, String> form = accountForm(name);
    form.put("code", "123456");
    assertThat(browser.post("/register", form).body())
        .contains(language.equals("zh") ? "没有有效的验证码" : "There is no valid code");
    browser.post("/register/code", form);
    String code = lastCode();
    form.put("code", code.equals("123456") ? "654321" : "123456");
    Answer wrong = browser.post("/register", form);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("id=\"code-error\"", "value=\"" + name + "\"")
        .contains(language.equals("zh") ? "还可以尝试 4 次" : "tries left: 4");
    form.put("code", code);
    wallClock.advance(EmailCodes.LIFE);
    assertThat(browser.post("/register", form).status()).isEqualTo(422);
  }

  @Test
  void aTakenUsernameIsToldAndAnotherSitesIsNot() {
    String name = newName();
    completed(name);
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    Map<String, String> form = accountForm(name);
    form.put("email", name + "-2@example.com");
    browser.post("/register/code", form);
    form.put("code", lastCode());
    assertThat(browser.post("/register", form).body())
        .contains("This username is taken, choose another");
    form.put("site", "us1");
    assertThat(browser.post("/register", form).leadsTo()).isEqualTo("/register/company");
    // The billing account of this name is one over all sites: bind it, if it is yours.
    Answer elsewhere = browser.get("/register/company");
    assertThat(elsewhere.leadsTo()).isEqualTo("/register/existing");
    assertThat(browser.follow(elsewhere).body()).contains("the username " + name + " exists");
    assertThat(browser.post("/register/existing", Map.of("password", "wrong password")).status())
        .isEqualTo(422);
    assertThat(browser.post("/register/existing", Map.of("password", PASSWORD)).leadsTo())
        .isEqualTo("/register/workspace");
    browser.get("/register/workspace");
    browser.post(
        "/register/workspace", Map.of("workspaceName", "Abroad", "workspaceLanguage", "en"));
    // Of one person, yet on another site: neither sees the other.
    assertThat(browser.get("/w").body()).contains("Abroad").doesNotContain("Of " + name);
    assertThat(count("identity.billing_account WHERE username = '" + name + "'")).isOne();
    assertThat(count("identity.console_account WHERE username = '" + name + "'")).isEqualTo(2);
  }

  @Test
  void anExistingBillingAccountIsAlsoBoundByACodeToItsAddress() {
    String name = newName();
    completed(name);
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    Map<String, String> form = accountForm(name);
    form.put("site", "us1");
    wallClock.advance(EmailCodes.PAUSE);
    browser.post("/register/code", form);
    form.put("code", lastCode());
    browser.post("/register", form);
    browser.get("/register/existing");
    assertThat(browser.post("/register/existing-code", Map.of()).body())
        .contains(name.charAt(0) + "***@example.com");
    worker.runAll();
    assertThat(browser.post("/register/existing", Map.of("code", lastCode())).leadsTo())
        .isEqualTo("/register/workspace");
    inArrears(name);
    browser.get("/register/workspace");
    Map<String, String> last =
        new HashMap<>(
            Map.of(
                "workspaceName", "Owing", "workspaceLanguage", "en", "method", "billing-center"));
    Answer refused = browser.post("/register/workspace", last);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("arrears", "value=\"Owing\"", "id=\"method-error\"");
    assertThat(count("workspace.workspace WHERE name = 'Owing'")).isZero();
    last.put("method", "");
    assertThat(browser.post("/register/workspace", last).leadsTo()).startsWith("/w/wksp_");
  }

  private void inArrears(String name) {
    jdbc.sql(
            """
            INSERT INTO settlement.arrears (billing_account_id, overdue_at)
            SELECT id, now() FROM identity.billing_account WHERE username = :name\
            """)
        .param("name", name)
        .update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void aBillingAccountIsRegisteredAloneAndItsNameIsCheckedWhileItIsTyped(String language) {
    String name = newName();
    Browser browser = browser(Locale.of(language));
    browser.get("/billing/register");
    String check = "/billing/register/username?username=" + name;
    assertThat(browser.get(check).body())
        .contains(language.equals("zh") ? "该用户名可以使用" : "This username is free");
    Map<String, String> form = billingForm(name);
    browser.post("/billing/register/code", form);
    form.put("code", lastCode());
    Answer done = browser.post("/billing/register", form);
    assertThat(done.leadsTo()).isEqualTo("/billing");
    assertThat(browser.follow(browser.follow(done)).body()).contains(name);
    assertThat(browser(Locale.of(language)).get(check).body())
        .contains(language.equals("zh") ? "该用户名已被使用" : "This username is taken");
    assertThat(browser.get("/w").leadsTo()).startsWith("/sign-in");
  }

  @Test
  void aTakenBillingUsernameIsRefusedOnSubmitToo() {
    String name = newName();
    completed(name);
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/billing/register");
    Map<String, String> form = billingForm(name.toUpperCase(Locale.ROOT));
    form.put("email", name + "-3@example.com");
    browser.post("/billing/register/code", form);
    form.put("code", lastCode());
    Answer taken = browser.post("/billing/register", form);
    assertThat(taken.status()).isEqualTo(422);
    assertThat(taken.body()).contains("This username is taken", "value=\"Example Ltd\"");
  }

  @Test
  void lookingUpUsernamesIsLimited() {
    Browser browser = browser(Locale.ENGLISH);
    int status = 200;
    for (int i = 0; i <= 60 && status == 200; i++) {
      status = browser.get("/billing/register/username?username=name" + i).status();
    }
    assertThat(status).isEqualTo(429);
    wallClock.advance(Duration.ofMinutes(1));
  }

  @Test
  void theLanguageSwitchKeepsWhatWasTyped() {
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    Map<String, String> form = accountForm("kept.name");
    form.put("lang", "zh");
    assertThat(browser.post("/register", form).body()).contains("value=\"kept.name\"", "用户名");
  }

  private void completed(String name) {
    Browser browser = atWorkspaceStep(name);
    browser.post(
        "/register/workspace", Map.of("workspaceName", "Of " + name, "workspaceLanguage", "en"));
  }

  private Browser atWorkspaceStep(String name) {
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/register");
    begin(browser, name);
    browser.get("/register/company");
    browser.post("/register/company", COMPANY);
    browser.get("/register/workspace");
    return browser;
  }

  private Answer begin(Browser browser, String name) {
    Map<String, String> form = accountForm(name);
    assertThat(browser.postByScript("/register/code", form).body()).contains(name + "@example.com");
    form.put("code", lastCode());
    return browser.post("/register", form);
  }

  private static Map<String, String> accountForm(String name) {
    Map<String, String> form = new HashMap<>();
    form.put("site", "cn2");
    form.put("username", name);
    form.put("email", name + "@example.com");
    form.put("code", "");
    form.put("password", PASSWORD);
    form.put("phone", "");
    return form;
  }

  private static Map<String, String> billingForm(String name) {
    Map<String, String> form = accountForm(name);
    form.putAll(COMPANY);
    return form;
  }
}
