package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.TotpCodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registering and setting up are no way round the limits and second factors of signing in. */
class RegistrationProofsIntegrationTests extends SetUpBinding {

  private static final String EXISTING = "/register/existing";
  private static final Pattern SECRET = Pattern.compile("data-copy=\"([A-Z2-7]{32})\"");

  /** Somebody registers at another site under the username of a billing account. */
  private Browser atExisting(String name, Locale language) {
    Browser browser = browser(language);
    browser.get("/register");
    Map<String, String> form = accountForm(name, "us1");
    form.put("email", newName() + "@example.com");
    browser.post("/register/code", form);
    form.put("code", lastCode());
    assertThat(browser.post("/register", form).leadsTo()).isEqualTo("/register/company");
    assertThat(browser.get("/register/company").leadsTo()).isEqualTo(EXISTING);
    browser.get(EXISTING);
    return browser;
  }

  @Test
  void passwordsAreTriedNoMoreOftenThanAtTheSignIn() {
    String name = plainCustomer("cn2");
    Browser browser = atExisting(name, Locale.ENGLISH);
    for (int i = 0; i < SIGN_INS_MAX; i++) {
      assertThat(browser.post(EXISTING, Map.of("password", "guess " + i)).status()).isEqualTo(422);
    }
    Answer spent = browser.post(EXISTING, Map.of("password", PASSWORD));
    assertThat(spent.status()).isEqualTo(429);
    assertThat(spent.raw().getHeader("Retry-After")).isNotNull();
    browser.get("/billing/sign-in");
    Map<String, String> form = Map.of("name", name, "password", PASSWORD);
    assertThat(browser.post("/billing/sign-in", form).status()).isEqualTo(429);
  }

  @Test
  void codesOfASetUpAreTriedNoMoreOften() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    browser.get("/setup/bind/account");
    Map<String, String> guess = Map.of("username", name, "code", "000000");
    for (int i = 0; i < SIGN_INS_MAX; i++) {
      assertThat(browser.post("/setup/bind/account", guess).status()).isEqualTo(422);
    }
    assertThat(browser.post("/setup/bind/account", guess).status()).isEqualTo(429);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/register", "/billing/register"})
  void registeringIsLimitedAsLookingUpUsernamesIs(String path) {
    Browser browser = browser(Locale.ENGLISH);
    browser.get(path);
    Map<String, String> form = new HashMap<>(accountForm(newName(), "cn2"));
    form.putAll(COMPANY);
    form.put("code", "000000");
    int status = 422;
    for (int i = 0; i <= 60 && status == 422; i++) {
      status = browser.post(path, form).status();
    }
    assertThat(status).isEqualTo(429);
    wallClock.advance(Duration.ofMinutes(1));
    assertThat(browser.post(path, form).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"en,The second factor of this billing account is on", "zh,已开启二次验证"})
  void aPasswordBindsAnAccountWithASecondFactorOnlyTogetherWithIt(String language, String says) {
    String name = plainCustomer("cn2");
    String secret = withSecondFactor(name);
    Browser browser = atExisting(name, Locale.of(language));
    assertThat(browser.get(EXISTING).body()).doesNotContain("name=\"factor\"");
    assertThat(browser.post(EXISTING, Map.of("password", "not the one")).body())
        .doesNotContain("name=\"factor\"");
    Answer asked = browser.post(EXISTING, Map.of("password", PASSWORD));
    assertThat(asked.status()).isEqualTo(422);
    assertThat(asked.body()).contains("name=\"factor\"", says);
    assertThat(browser.get("/register/workspace").leadsTo()).isEqualTo("/register/company");
    Answer wrong = browser.post(EXISTING, Map.of("password", PASSWORD, "factor", "000000"));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("factor-error");
    Map<String, String> both = Map.of("password", PASSWORD, "factor", next(secret));
    assertThat(browser.post(EXISTING, both).leadsTo()).isEqualTo("/register/workspace");
  }

  @Test
  void soDoesACodeByMailWhichIsNotUsedUpBefore() {
    String name = plainCustomer("cn2");
    String secret = withSecondFactor(name);
    Browser browser = atExisting(name, Locale.ENGLISH);
    wallClock.advance(EmailCodes.PAUSE);
    browser.post("/register/existing-code", Map.of());
    worker.runAll();
    String code = lastCode();
    Answer asked = browser.post(EXISTING, Map.of("code", code));
    assertThat(asked.status()).isEqualTo(422);
    assertThat(asked.body()).contains("name=\"factor\"", "value=\"" + code + "\"");
    Map<String, String> both = Map.of("code", code, "factor", next(secret));
    assertThat(browser.post(EXISTING, both).leadsTo()).isEqualTo("/register/workspace");
  }

  @Test
  void norDoesTheSetUpGoOnForSuchAnAccountWithoutIt() {
    String name = plainCustomer("cn2");
    String secret = withSecondFactor(name);
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    Answer asked = prove(browser, name);
    assertThat(asked.status()).isEqualTo(422);
    assertThat(asked.body()).contains("name=\"factor\"", "factor-error");
    assertThat(browser.get("/setup/bind/workspaces").leadsTo()).isEqualTo("/setup/bind/account");
    browser.get("/setup/bind/account");
    Map<String, String> both = Map.of("username", name, "code", lastCode(), "factor", next(secret));
    assertThat(browser.post("/setup/bind/account", both).leadsTo())
        .isEqualTo("/setup/bind/workspaces");
  }

  /** The holder of a billing account switches a second factor on. */
  private String withSecondFactor(String name) {
    Browser holder = browser(Locale.ENGLISH);
    holder.get("/billing/sign-in");
    holder.post("/billing/sign-in", Map.of("name", name, "password", PASSWORD));
    Matcher secret = SECRET.matcher(holder.get("/billing/security/second-factor").body());
    assertThat(secret.find()).isTrue();
    Map<String, String> form = Map.of("code", next(secret.group(1)), "factorPassword", PASSWORD);
    assertThat(holder.post("/billing/security/second-factor", form).body())
        .contains("Your recovery codes");
    return secret.group(1);
  }

  /** A code that was not shown before. */
  private String next(String secret) {
    wallClock.advance(Duration.ofMinutes(1));
    return TotpCodes.at(secret, wallClock.instant());
  }
}
