package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.identity.EmailCodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E-mail and phone of one's own account, at the console and at the Billing Center. */
class ContactIntegrationTests extends BillingIntegration {

  private static final String CONSOLE = "/account";
  private static final String BILLING = "/billing/profile";

  private String code(String purpose, String address) {
    return codes
        .issue(
            new EmailCodeId(
                jdbc.sql(
                        """
                        SELECT id FROM identity.email_code WHERE purpose = :purpose AND address = :address
                         ORDER BY requested_at DESC LIMIT 1\
                        """)
                    .param("purpose", purpose)
                    .param("address", address)
                    .query(String.class)
                    .single()))
        .orElseThrow();
  }

  private String stored(String base, String column, Customer customer) {
    return jdbc.sql(
            "SELECT %s FROM identity.%s WHERE username = :name"
                .formatted(column, base.equals(BILLING) ? "billing_account" : "console_account"))
        .param("name", customer.name())
        .query(String.class)
        .single();
  }

  @ParameterizedTest
  @CsvSource({"zh,/account", "en,/account", "zh,/billing/profile", "en,/billing/profile"})
  void anAddressIsChangedByACodeToTheOldAndOneToTheNew(String language, String base) {
    Customer customer = customer(Locale.of(language));
    Browser browser = customer.browser();
    String old = customer.name() + "@example.com";
    String fresh = "new-" + old;
    assertThat(browser.get(base).body()).contains(base + "/email", base + "/phone");
    assertThat(browser.get(base + "/email").body())
        .contains(language.equals("zh") ? "更改邮箱" : "Change the e-mail address")
        .contains("id=\"email\"", "id=\"code\"")
        .doesNotContain("id=\"phone\"");
    assertThat(browser.get(base + "/phone").body())
        .contains("id=\"phone\"")
        .doesNotContain("id=\"email\"", "id=\"code\"");
    Answer sent = browser.post(base + "/email/code", Map.of("email", fresh));
    assertThat(sent.body())
        .contains("name=\"here\" content=\"" + base + "/email\"")
        .contains(language.equals("zh") ? "验证码已发送" : "One code is on its way", fresh);
    Map<String, String> form = new HashMap<>(Map.of("email", fresh));
    form.put("oldCode", code("NEW_EMAIL", fresh));
    form.put("code", code("NEW_EMAIL", fresh));
    assertThat(browser.post(base + "/email", form).status()).isEqualTo(422);
    form.put("oldCode", fullwidth(code("EMAIL_CHANGE", old)));
    form.put("code", "000000");
    Answer wrong = browser.post(base + "/email", form);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("id=\"code-error\"").doesNotContain("id=\"oldCode-error\"");
    assertThat(stored(base, "email", customer)).isEqualTo(old);
    form.put("code", code("NEW_EMAIL", fresh));
    assertThat(browser.post(base + "/email", form).leadsTo()).isEqualTo(base + "?changed=yes");
    assertThat(stored(base, "email", customer)).isEqualTo(fresh);
    // The other account of the same name keeps its own address; the codes are used up.
    assertThat(stored(base.equals(BILLING) ? CONSOLE : BILLING, "email", customer)).isEqualTo(old);
    browser.get(base + "/email");
    assertThat(browser.post(base + "/email", form).status()).isEqualTo(422);
  }

  @Test
  void aNewAddressEndsAllOtherSignIns() {
    Customer customer = customer(Locale.ENGLISH);
    Browser elsewhere = browser(Locale.ENGLISH);
    elsewhere.get("/billing/sign-in");
    elsewhere.post("/billing/sign-in", Map.of("name", customer.name(), "password", PASSWORD));
    assertThat(elsewhere.get(BILLING).status()).isEqualTo(200);
    String old = customer.name() + "@example.com";
    wallClock.advance(EmailCodes.PAUSE);
    customer.browser().get(BILLING + "/email");
    customer.browser().post(BILLING + "/email/code", Map.of("email", "new-" + old));
    Map<String, String> form = new HashMap<>(Map.of("email", "new-" + old));
    form.put("oldCode", code("EMAIL_CHANGE", old));
    form.put("code", code("NEW_EMAIL", "new-" + old));
    assertThat(customer.browser().post(BILLING + "/email", form).status()).isEqualTo(302);
    assertThat(customer.browser().get(BILLING).status()).isEqualTo(200);
    assertThat(elsewhere.get(BILLING).leadsTo()).startsWith("/billing/sign-in");
  }

  /** As a Chinese keyboard types them. */
  private static String fullwidth(String digits) {
    return digits
        .chars()
        .collect(
            StringBuilder::new,
            (to, digit) -> to.append((char) (digit - '0' + '\uff10')),
            StringBuilder::append)
        .toString();
  }

  @Test
  void aCodeThatTheOldAddressDidNotGetIsTold() {
    Customer customer = customer(Locale.ENGLISH);
    String old = customer.name() + "@example.com";
    for (int i = 0; i < 10; i++) {
      wallClock.advance(Duration.ofMinutes(2));
      customer.browser().get(CONSOLE + "/email");
      customer.browser().post(CONSOLE + "/email/code", Map.of("email", "new" + i + "-" + old));
    }
    wallClock.advance(Duration.ofMinutes(2));
    Answer sent = customer.browser().post(CONSOLE + "/email/code", Map.of("email", "new-" + old));
    assertThat(sent.status()).isEqualTo(422);
    assertThat(sent.body()).contains("id=\"oldCode-error\"").doesNotContain("id=\"email-error\"");
  }

  @Test
  void anAddressOfAnotherAccountOfTheSiteIsNotTaken() {
    Customer customer = customer(Locale.ENGLISH);
    Customer other = registered(Locale.ENGLISH, TestClock.START);
    String fresh = other.name() + "@example.com";
    wallClock.advance(Duration.ofMinutes(2));
    customer.browser().get(CONSOLE + "/email");
    assertThat(customer.browser().post(CONSOLE + "/email/code", Map.of("email", fresh)).status())
        .isEqualTo(200);
    Answer taken =
        customer
            .browser()
            .post(
                CONSOLE + "/email",
                Map.of(
                    "email",
                    fresh,
                    "oldCode",
                    code("EMAIL_CHANGE", customer.name() + "@example.com"),
                    "code",
                    code("NEW_EMAIL", fresh)));
    assertThat(taken.status()).isEqualTo(422);
    assertThat(stored(CONSOLE, "email", customer)).isEqualTo(customer.name() + "@example.com");
    Answer same =
        customer
            .browser()
            .post(
                CONSOLE + "/email",
                Map.of(
                    "email",
                    customer.name() + "@example.com",
                    "oldCode",
                    "000000",
                    "code",
                    "000000"));
    assertThat(same.body()).contains("the address of this account already");
    assertThat(customer.browser().post(CONSOLE + "/email", Map.of("email", "no")).status())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"/account", "/billing/profile"})
  void aPhoneIsChangedByACodeToTheAddressOnFile(String base) {
    Customer customer = customer(Locale.ENGLISH);
    Browser browser = customer.browser();
    wallClock.advance(Duration.ofMinutes(2));
    browser.get(base + "/phone");
    assertThat(browser.post(base + "/phone", Map.of("phone", "+1 2", "oldCode", "1")).status())
        .isEqualTo(422);
    assertThat(browser.post(base + "/phone/code", Map.of("phone", "+1 555 0100")).body())
        .contains("+1 555 0100", "A code is on its way");
    String code = code("PHONE_CHANGE", customer.name() + "@example.com");
    for (int i = 0; i < EmailCodes.TRIES_MAX; i++) {
      assertThat(browser.post(base + "/phone", Map.of("phone", "+1 555 0100")).body())
          .contains("id=\"oldCode-error\"")
          .doesNotContain("left");
    }
    assertThat(browser.post(base + "/phone", Map.of("phone", "letters", "oldCode", code)).status())
        .isEqualTo(422);
    assertThat(
            browser.post(base + "/phone", Map.of("phone", "+1 555 0100", "oldCode", code)).status())
        .isEqualTo(302);
    assertThat(stored(base, "phone", customer)).isEqualTo("+1 555 0100");
    assertThat(
            jdbc.sql(
                    """
                    SELECT details->>'codeTo' || ', ' || (details->>'from') || ', ' || (details->>'to')
                      FROM audit.entry WHERE action = 'account.phone-changed' ORDER BY id DESC LIMIT 1\
                    """)
                .query(String.class)
                .single())
        .isEqualTo("e-mail, +86 •••••0000, •••");
  }

  @ParameterizedTest
  @CsvSource({"zh,/account", "en,/billing/profile"})
  void withoutTextsThePageAsksForOneCodeInEitherLanguage(String language, String base) {
    Browser browser = customer(Locale.of(language)).browser();
    String what = language.equals("zh") ? "手机号不接收验证码" : "phones get no codes";
    assertThat(browser.get(base + "/phone").body())
        .contains(what, "id=\"oldCode\"")
        .doesNotContain("id=\"code\"", "•••");
    String other = language.equals("zh") ? "phones get no codes" : "手机号不接收验证码";
    Map<String, String> typed =
        Map.of("phone", "+1 555 0100", "lang", language.equals("zh") ? "en" : "zh");
    assertThat(browser.post(base + "/phone", typed).body()).contains(other, "+1 555 0100");
  }
}
