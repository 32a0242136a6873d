package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TextSink;
import io.countinghouse.TextSink.Taken;
import io.countinghouse.console.Browser.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Changes of phone, at the console and at the Billing Center, where texts are sent. */
class TextedContactIntegrationTests extends BillingIntegration {

  private static final String CONSOLE = "/account";
  private static final String BILLING = "/billing/profile";
  private static final TextSink GATEWAY = new TextSink();
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String old = "+861350000%04d".formatted(COUNT.incrementAndGet());
  private final String fresh = "+861350000%04d".formatted(COUNT.incrementAndGet());

  @DynamicPropertySource
  static void texts(DynamicPropertyRegistry registry) {
    registry.add("countinghouse.texts.url", GATEWAY::url);
    registry.add("countinghouse.texts.secret", GATEWAY::secret);
  }

  @ParameterizedTest
  @CsvSource({"zh,/account", "en,/account", "zh,/billing/profile", "en,/billing/profile"})
  void aPhoneIsChangedByACodeToTheOldAndOneToTheNew(String language, String base) {
    boolean chinese = language.equals("zh");
    Browser browser = customer(Locale.of(language), old);
    String masked = "+86 •••••" + old.substring(10);
    assertThat(browser.get(base + "/phone").body())
        .contains("id=\"phone\"", "id=\"oldCode\"", "id=\"code\"", masked)
        .contains(chinese ? "新手机号收到的验证码" : "Code sent to the new phone")
        .doesNotContain(old, old.substring(3));
    assertThat(browser.post(base + "/phone/code", Map.of("phone", fresh.substring(3))).body())
        .contains("name=\"here\" content=\"" + base + "/phone\"", fresh.substring(3))
        .contains(chinese ? "验证码已发送：一个到 " + masked : "One code is on its way to " + masked);
    worker.runAll();
    assertThat(textTo(fresh).signed()).isTrue();
    assertThat(textTo(fresh).json().path("language").asString()).isEqualTo(language);
    Map<String, String> form = new HashMap<>(Map.of("phone", fresh.substring(3)));
    form.put("oldCode", textTo(old).code());
    form.put("code", "");
    Answer missing = browser.post(base + "/phone", form);
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.body()).contains("id=\"code-error\"").doesNotContain("id=\"oldCode-error\"");
    form.put("code", textTo(fresh).code());
    form.put("oldCode", textTo(fresh).code());
    assertThat(browser.post(base + "/phone", form).body()).contains("id=\"oldCode-error\"");
    form.put("oldCode", textTo(old).code());
    assertThat(browser.post(base + "/phone", form).leadsTo()).isEqualTo(base + "?changed=yes");
    assertThat(browser.get(base).body()).contains(fresh);
    assertThat(browser.post(base + "/phone", form).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"zh,/account", "en,/billing/profile"})
  void withoutAPhoneThatGetsTextsTheAddressGetsACode(String language, String base) {
    Browser browser = customer(Locale.of(language), "+86 571 8765 4321");
    assertThat(browser.get(base + "/phone").body())
        .contains(language.equals("zh") ? "没有能接收短信的手机号" : "no phone on file that can get texts")
        .contains("***@example.com")
        .doesNotContain("8765");
    assertThat(browser.post(base + "/phone/code", Map.of("phone", fresh)).status()).isEqualTo(200);
    worker.runAll();
    assertThat(textTo(fresh).code()).hasSize(6);
    assertThat(GATEWAY.to("+8657187654321")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"zh,/account", "en,/billing/profile"})
  void whoCannotGetTextsAtTheOldPhoneTakesTheAddress(String language, String base) {
    Browser browser = customer(Locale.of(language), old);
    browser.get(base + "/phone");
    assertThat(browser.post(base + "/phone/code", Map.of("phone", fresh, "via", "email")).body())
        .contains("type=\"hidden\" name=\"via\" value=\"email\"", "***@example.com", fresh)
        .doesNotContain("+86 •••");
    assertThat(browser.post(base + "/phone/code", Map.of("phone", fresh, "via", "email")).status())
        .isEqualTo(422);
    worker.runAll();
    Map<String, String> form = new HashMap<>(Map.of("phone", fresh, "via", "email"));
    form.put("oldCode", "000000");
    form.put("code", textTo(fresh).code());
    Answer wrong = browser.post(base + "/phone", form);
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body())
        .contains("oldCode-error", "name=\"via\" value=\"email\"")
        .doesNotContain("id=\"code-error");
  }

  @ParameterizedTest
  @CsvSource({CONSOLE, BILLING})
  void whatIsNoNewPhoneIsToldBesideItsField(String base) {
    Browser browser = customer(Locale.ENGLISH, old);
    assertRefused(browser, base, old.substring(3), "the phone of this account already");
    assertRefused(browser, base, "+86 10 6552 9988", "cannot get texts");
    assertRefused(browser, base, "letters", "may only have digits");
    worker.runAll();
    assertThat(GATEWAY.to(old)).isEmpty();
  }

  private static void assertRefused(Browser browser, String base, String phone, String why) {
    for (String path : new String[] {"/phone/code", "/phone"}) {
      browser.get(base + "/phone");
      Answer refused =
          browser.post(base + path, Map.of("phone", phone, "oldCode", "000000", "code", "000000"));
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body()).contains("id=\"phone-error\"", why, phone);
    }
  }

  @Test
  void aPhoneIsRemovedByTheCodeToItAlone() {
    Browser browser = customer(Locale.ENGLISH, old);
    browser.get(CONSOLE + "/phone");
    assertThat(browser.post(CONSOLE + "/phone/code", Map.of("phone", "")).body())
        .contains("A code is on its way to +86 •••••" + old.substring(10));
    worker.runAll();
    Map<String, String> form = Map.of("phone", "", "oldCode", textTo(old).code());
    assertThat(browser.post(CONSOLE + "/phone", form).status()).isEqualTo(302);
    browser.get(CONSOLE + "/phone");
    assertThat(browser.post(CONSOLE + "/phone/code", Map.of("phone", "")).body())
        .contains("Enter the new phone");
  }

  @Test
  void theLanguageSwitchKeepsWhatWasTypedAndSendsNothing() {
    Browser browser = customer(Locale.ENGLISH, old);
    browser.get(CONSOLE + "/phone");
    Map<String, String> form =
        Map.of("phone", fresh, "oldCode", "123456", "code", "654321", "lang", "zh");
    for (String path : new String[] {"/phone", "/phone/code"}) {
      assertThat(browser.post(CONSOLE + path, form).body())
          .contains("更改手机号", fresh, "123456", "654321")
          .doesNotContain("-error\"", "验证码已发送");
    }
    worker.runAll();
    assertThat(GATEWAY.to(fresh)).isEmpty();
  }

  private static Taken textTo(String phone) {
    return GATEWAY.to(phone).getLast();
  }

  /** Signed in at both places, with a phone on file at both. */
  private Browser customer(Locale language, String phone) {
    Customer customer = customer(language);
    wallClock.advance(Duration.ofMinutes(2));
    for (String table : new String[] {"console_account", "billing_account"}) {
      jdbc.sql("UPDATE identity.%s SET phone = :phone WHERE username = :name".formatted(table))
          .param("phone", phone)
          .param("name", customer.name())
          .update();
    }
    return customer.browser();
  }
}
