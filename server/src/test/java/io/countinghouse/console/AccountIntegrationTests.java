package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.TotpCodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords, second factors and sign-ins, at the console and at the Billing Center. */
class AccountIntegrationTests extends ConsoleIntegration {

  private static final String NEW = "another horse battery";
  private static final Pattern SECRET = Pattern.compile("data-copy=\"([A-Z2-7]{32})\"");
  private static final Pattern RECOVERY = Pattern.compile("[A-Z2-7]{4}(-[A-Z2-7]{4}){3}");

  @ParameterizedTest
  @CsvSource({"en,''", "zh,''", "en,/billing", "zh,/billing"})
  void aForgottenPasswordIsSetAnewByACode(String language, String prefix) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.of(language));
    browser.get(prefix + "/password");
    Answer sent =
        browser.post(prefix + "/password", Map.of("site", "cn2", "name", customer.name()));
    assertThat(sent.leadsTo()).isEqualTo(prefix + "/password/new");
    browser.follow(sent);
    worker.runAll();
    Answer done =
        browser.post(prefix + "/password/new", Map.of("code", lastCode(), "password", NEW));
    String site = prefix.isEmpty() ? "&site=cn2" : "";
    assertThat(done.leadsTo()).isEqualTo(prefix + "/sign-in?reset=yes" + site);
    assertThat(browser.follow(done).body())
        .contains(language.equals("zh") ? "新密码已设置" : "Your new password is set");
    assertThat(signIn(browser, prefix, customer.name(), NEW).status()).isEqualTo(302);
    // The other system's password is as it was.
    Browser other = browser(Locale.ENGLISH);
    assertThat(
            signIn(other, prefix.isEmpty() ? "/billing" : "", customer.name(), PASSWORD).status())
        .isEqualTo(302);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/billing"})
  void theAnswersAreTheSameWhetherThereIsAnAccountOrNot(String prefix) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String known = answersFor(prefix, customer.name());
    String unknown = answersFor(prefix, customer.name() + "-not");
    assertThat(known.replace(customer.name(), ""))
        .isEqualTo(unknown.replace(customer.name() + "-not", ""));
  }

  /** What is seen after asking for a code, and after trying one and a password out. */
  private String answersFor(String prefix, String name) {
    Browser browser = browser(Locale.ENGLISH);
    browser.get(prefix + "/password");
    Answer sent = browser.post(prefix + "/password", Map.of("site", "cn2", "name", name));
    Answer page = browser.follow(sent);
    worker.runAll();
    Answer wrong =
        browser.post(prefix + "/password/new", Map.of("code", "000000", "password", NEW));
    Answer denied = signIn(browser, prefix, name, "wrong password");
    String all =
        sent.status()
            + sent.leadsTo()
            + page.body()
            + wrong.status()
            + wrong.body()
            + denied.body();
    return all.replaceAll("name=\"_csrf\" value=\"[^\"]*\"", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "zh"})
  void anExpiredAndAWrongCodeAreToldTheSame(String language) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.of(language));
    assertThat(browser.get("/password/new").leadsTo()).isEqualTo("/password");
    browser.get("/password");
    browser.post("/password", Map.of("site", "cn2", "name", customer.name()));
    worker.runAll();
    String code = lastCode();
    browser.get("/password/new");
    wallClock.advance(Duration.ofMinutes(10));
    Answer expired = browser.post("/password/new", Map.of("code", code, "password", NEW));
    assertThat(expired.status()).isEqualTo(422);
    assertThat(expired.body()).contains(language.equals("zh") ? "验证码错误、已过期" : "has expired");
    assertThat(browser.post("/password/new", Map.of("code", "x", "password", "short")).body())
        .contains("id=\"code-error\"", "id=\"password-error\"");
  }

  @ParameterizedTest
  @CsvSource({"'',/account", "/billing,/billing/security"})
  void aChangedPasswordEndsAllOtherSignIns(String prefix, String page) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser one = signedIn(prefix, customer.name());
    Browser other = signedIn(prefix, customer.name());
    assertThat(one.get(prefix.isEmpty() ? page : "/billing/profile").body())
        .contains(customer.name() + "@example.com", "China 2 (Ningxia)");
    one.get(page);
    Answer wrong = one.post(page + "/password", Map.of("current", "wrong", "password", NEW));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("This is not your password");
    Answer done = one.post(page + "/password", Map.of("current", PASSWORD, "password", NEW));
    assertThat(done.leadsTo()).isEqualTo(page + "?changed=yes");
    assertThat(one.follow(done).body()).contains("Your change is made");
    assertThat(other.get(page).leadsTo()).contains("/sign-in");
  }

  @ParameterizedTest
  @CsvSource({"'',/account", "/billing,/billing/security"})
  void signingOutEverywhereEndsAllSignIns(String prefix, String page) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser one = signedIn(prefix, customer.name());
    Browser other = signedIn(prefix, customer.name());
    one.get(page);
    assertThat(one.post(page + "/sign-out-everywhere", Map.of()).leadsTo())
        .isEqualTo(prefix + "/sign-in");
    assertThat(other.get(page).leadsTo()).contains("/sign-in");
    assertThat(other.get("/w").leadsTo()).contains("/sign-in");
  }

  @ParameterizedTest
  @CsvSource({"'',/account,en", "/billing,/billing/security,zh"})
  void aSecondFactorIsAskedForOnceItIsOn(String prefix, String page, String language) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser one = signedIn(prefix, customer.name());
    Answer enrol = one.get(page + "/second-factor?lang=" + language);
    String shown = one.follow(enrol).body();
    assertThat(shown).contains("src=\"data:image/svg+xml;base64,");
    String secret = found(SECRET, shown, 1);
    assertThat(one.post(page + "/second-factor", Map.of("code", code(secret))).status())
        .as("without the password")
        .isEqualTo(422);
    Answer recovery =
        one.post(page + "/second-factor", Map.of("code", code(secret), "factorPassword", PASSWORD));
    String recoveryCode = found(RECOVERY, recovery.body(), 0);
    assertThat(one.get(page).body()).contains(language.equals("zh") ? "已开启" : "It is on");

    Browser two = browser(Locale.ENGLISH);
    Answer first = signIn(two, prefix, customer.name(), PASSWORD);
    assertThat(first.leadsTo()).isEqualTo(prefix + "/sign-in/code");
    assertThat(two.get(page).leadsTo()).contains("/sign-in");
    two.follow(first);
    assertThat(two.post(prefix + "/sign-in/code", Map.of("code", code(secret))).status())
        .isEqualTo(422);
    assertThat(two.post(prefix + "/sign-in/code", Map.of("code", recoveryCode)).status())
        .isEqualTo(302);
    assertThat(two.get(page).status()).isEqualTo(200);
    assertThat(two.post(page + "/second-factor/off", Map.of("factorPassword", "no")).status())
        .isEqualTo(422);
    assertThat(two.post(page + "/second-factor/off", Map.of("factorPassword", PASSWORD)).leadsTo())
        .isEqualTo(page + "?changed=yes");
  }

  @Test
  void anOperatorWithoutASecondFactorSetsOneUpAtTheFirstSignIn() {
    jdbc.sql("DELETE FROM identity.second_factor").update();
    Browser operator = browser(Locale.ENGLISH);
    operator.get("/operator/sign-in");
    Answer first =
        operator.post(
            "/operator/sign-in", Map.of("name", "operator", "password", OPERATOR_PASSWORD));
    assertThat(first.leadsTo()).isEqualTo("/operator/sign-in/enrol");
    assertThat(operator.get("/operator/agreements").leadsTo()).startsWith("/operator/sign-in");
    String secret = found(SECRET, operator.follow(first).body(), 1);
    assertThat(operator.post("/operator/sign-in/enrol", Map.of("code", "000000")).status())
        .isEqualTo(422);
    Answer recovery = operator.post("/operator/sign-in/enrol", Map.of("code", code(secret)));
    assertThat(recovery.body()).contains("Your recovery codes").containsPattern(RECOVERY);
    assertThat(operator.get("/operator/agreements").status()).isEqualTo(200);
    assertThat(operator.get("/operator/sign-in/enrol").leadsTo()).isEqualTo("/operator/sign-in");
    // As it was, for the tests after this one.
    jdbc.sql("DELETE FROM identity.second_factor").update();
  }

  @Test
  void aPlantedSessionIsWorthNothingAfterSigningIn() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser victim = browser(Locale.ENGLISH);
    victim.get("/sign-in");
    String planted = Objects.requireNonNull(victim.cookie("session")).getValue();
    Browser attacker = victim.secondTab();
    signIn(victim, "", customer.name(), PASSWORD);
    assertThat(Objects.requireNonNull(victim.cookie("session")).getValue()).isNotEqualTo(planted);
    assertThat(victim.get("/w").status()).isEqualTo(200);
    assertThat(attacker.get("/w").leadsTo()).startsWith("/sign-in");
  }

  @Test
  void aSignInEndsAfterADayHoweverBusyAndASessionAfterEightIdleHours() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser busy = signedIn("", customer.name());
    wallClock.advance(Duration.ofHours(24).minusSeconds(1));
    assertThat(busy.get("/w").status()).isEqualTo(200);
    wallClock.advance(Duration.ofSeconds(1));
    assertThat(busy.get("/w").leadsTo()).startsWith("/sign-in");

    Browser idle = signedIn("", customer.name());
    assertThat(idle.get("/w").status()).isEqualTo(200);
    long eightHours = Duration.ofHours(8).toMillis();
    jdbc.sql(
            """
            UPDATE spring_session SET last_access_time = last_access_time - :idle, expiry_time = expiry_time - :idle\
            """)
        .param("idle", eightHours + 1)
        .update();
    assertThat(idle.get("/w").leadsTo()).startsWith("/sign-in");
  }

  @Test
  void thePlacesKnowNothingOfEachOthersSignIns() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser billing = signedIn("/billing", customer.name());
    assertThat(billing.get("/billing/workspaces").body())
        .contains("Workspace of " + customer.name());
    assertThat(billing.get(customer.planPath()).leadsTo()).startsWith("/sign-in");
    assertThat(billing.get("/operator/agreements").leadsTo()).startsWith("/operator/sign-in");
    assertThat(customer.browser().get("/billing").leadsTo()).isEqualTo("/billing/sign-in");
    billing.get("/billing");
    assertThat(billing.post("/billing/sign-out", Map.of()).leadsTo()).isEqualTo("/billing/sign-in");
    assertThat(billing.get("/billing").leadsTo()).isEqualTo("/billing/sign-in");
  }

  private Browser signedIn(String prefix, String name) {
    Browser browser = browser(Locale.ENGLISH);
    assertThat(signIn(browser, prefix, name, PASSWORD).status()).isEqualTo(302);
    return browser;
  }

  private static Answer signIn(Browser browser, String prefix, String name, String password) {
    browser.get(prefix + "/sign-in");
    Map<String, String> form = new HashMap<>();
    form.put("site", "cn2");
    form.put("name", name);
    form.put("password", password);
    return browser.post(prefix + "/sign-in", form);
  }

  private String code(String secret) {
    return TotpCodes.at(secret, wallClock.instant());
  }

  private static String found(Pattern pattern, String body, int group) {
    Matcher matcher = pattern.matcher(body);
    assertThat(matcher.find()).as(body).isTrue();
    return matcher.group(group);
  }

  @Test
  void theBillingCenterAsksForAUsernameOnly() {
    Browser browser = browser(Locale.ENGLISH);
    browser.get("/billing/password");
    assertThat(browser.post("/billing/password", Map.of("name", "")).body())
        .contains("Enter a username")
        .doesNotContain("username or e-mail");
  }
}
