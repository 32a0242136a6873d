package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What customers are told of the terms of their subscription, as far as AWS told us. */
class SubscriptionTermsIntegrationTests extends ConsoleIntegration {

  @ParameterizedTest
  @CsvSource({
    "en, Free trial, '1 Jun 2026, 00:00 (UTC)', 'starts on 1 Jun 2026', 'starts later'",
    "zh, 免费试用, '2026 年 6 月 1 日 00:00（UTC）', '将于 2026 年 6 月 1 日', '订阅尚未开始'"
  })
  void aPrivateOfferThatStartsLaterIsSetUpNowAndSaysWhenItBegins(
      String language, String trial, String starts, String hint, String done) {
    String name = newName();
    Browser browser = browser(Locale.forLanguageTag(language));
    Answer landed = landUs(browser, name);
    accepted(name, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");

    assertThat(browser.follow(landed).body())
        .contains("offer-private", trial, starts, hint, "2027", "345678901234");
    assertThat(browser.get("/setup/register/account").body())
        .contains("<option value=\"us1\" selected=\"selected\">");
    Answer made = register(browser, name, "us1");
    assertThat(browser.follow(made).body()).contains(done, hint);
    assertThat(browser.get("/w/" + workspaceOf(name) + "/plan").body())
        .contains("offer-private", trial, starts, hint, "2027", "345678901234");
  }

  private void accepted(String customer, String starts, String ends) {
    jdbc.sql(
            """
            UPDATE marketplace.agreement
               SET free_trial = true, offer_id = 'offer-private', starts_at = CAST(:starts AS timestamptz),
                   ends_at = CAST(:ends AS timestamptz)
             WHERE id = :id\
            """)
        .param("starts", starts)
        .param("ends", ends)
        .param("id", agreementOf(customer))
        .update();
  }

  @Test
  void payAsYouGoShowsNoTermsThatItHasNot() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    assertThat(customer.browser().get(customer.planPath()).body())
        .doesNotContain("Free trial", ">Offer<", ">Starts<", ">Ends<", "renewed");
  }

  @ParameterizedTest
  @CsvSource({
    "en, Your subscription was renewed, It follows an earlier subscription, renewed or replaced",
    "zh, 您的订阅已续订, 此订阅接续了先前, 此订阅已续订或更换"
  })
  void whoseSubscriptionWasRenewedHasNothingToDo(
      String language, String renewed, String follows, String landsAgain) {
    Customer customer = registered(Locale.forLanguageTag(language), TestClock.START);
    String agreement = agreementOf(customer.name());
    jdbc.sql("UPDATE marketplace.agreement SET state = 'SUCCEEDED' WHERE id = :id")
        .param("id", agreement)
        .update();
    assertThat(customer.browser().get(customer.planPath()).body()).contains(renewed);

    Browser other = browser(Locale.forLanguageTag(language));
    String old = newName();
    Answer landed = land(other, old);
    jdbc.sql(
            "UPDATE marketplace.agreement SET state = 'SUCCEEDED', successor_id = :to WHERE id = :id")
        .param("id", agreementOf(old))
        .param("to", agreement)
        .update();
    assertThat(other.follow(landed).body()).contains(landsAgain);
    assertThat(customer.browser().get(customer.planPath()).body()).contains(follows);
  }

  @Test
  void termsAndPrivacyAreLinkedOnlyWhereTheBrandHasThem() {
    Browser browser = browser(Locale.ENGLISH);
    land(browser, newName());
    atTheLastStep(browser, newName(), "cn2");
    assertThat(browser.get("/setup/register/company").body())
        .contains("href=\"https://example.com/terms/en\"")
        .doesNotContain("Privacy policy</a>", "https://example.com/terms/zh");
  }

  @ParameterizedTest
  @CsvSource({
    "en, Until then the workspace stays locked, on the free plan",
    "zh, 在此之前工作空间保持锁定, 工作空间为体验版"
  })
  void aLockedWorkspaceStaysLockedUntilItsNextSubscriptionStarts(
      String language, String locked, String free) {
    Customer customer = registered(Locale.forLanguageTag(language), TestClock.START);
    Browser browser = customer.browser();
    browser.get("/billing/sign-in");
    browser.post("/billing/sign-in", Map.of("name", customer.name(), "password", PASSWORD));
    says("unsubscribe-success", customer.name(), TestClock.START.plusSeconds(1));
    String next = newName();
    land(browser, next);
    accepted(next, "2026-06-01T00:00:00Z", "2027-06-01T00:00:00Z");
    browser.get("/setup/confirm");
    browser.post("/setup/confirm", Map.of("workspace", customer.workspace()));
    assertThat(browser.get(customer.planPath()).body())
        .contains(locked, language.equals("zh") ? "2026 年 5 月 15 日" : "15 May 2026")
        .doesNotContain(free);
  }
}
