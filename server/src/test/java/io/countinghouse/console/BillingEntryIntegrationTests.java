package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.console.Browser.Answer;
import io.countinghouse.identity.TotpCodes;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a workspace's 付费计划与账单 into the Billing Center: once, and for the owner only. */
class BillingEntryIntegrationTests extends BillingIntegration {

  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

  private static String entryPath(Customer customer) {
    return "/w/" + customer.workspace() + "/billing-center";
  }

  /** What the form of the page in between holds. */
  private String token(Customer customer, String target) {
    customer.browser().get(customer.planPath());
    Answer page = customer.browser().post(entryPath(customer), Map.of("target", target));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.raw().getHeader("Cache-Control")).contains("no-store");
    Matcher token = TOKEN.matcher(page.body());
    assertThat(token.find()).isTrue();
    return token.group(1);
  }

  private void becomes(Customer customer, String role) {
    jdbc.sql("UPDATE workspace.member SET role = :role WHERE workspace_id = :id")
        .param("role", role)
        .param("id", customer.workspace())
        .update();
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en"})
  void theOwnerEntersWithoutSigningInAgain(String language) {
    boolean zh = language.equals("zh");
    Customer customer = registered(Locale.of(language), TestClock.START);
    assertThat(customer.browser().get(customer.planPath()).body())
        .contains(zh ? "更改结算方式" : "Change settlement method", zh ? "充值" : "Top up")
        .contains(zh ? "费用中心" : "Billing Center");
    String token = token(customer, "SETTLEMENT");
    Answer entered = customer.browser().post("/billing/enter", Map.of("token", token));
    assertThat(entered.leadsTo())
        .isEqualTo("/billing/workspaces/" + customer.workspace() + "/settlement");
    assertThat(customer.browser().follow(entered).body())
        .contains("Workspace of " + customer.name());
    assertThat(customer.browser().get(customer.planPath()).status()).isEqualTo(200);
    assertThat(StoredText.placesOf(jdbc, token)).isEmpty();
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM audit.entry WHERE action = 'billing-center.entered' AND"
                        + " subject = :account")
                .param("account", account(customer).value())
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aTokenIsGoodOnceForAMinuteAndInItsOwnSignInOnly() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String token = token(customer, "WORKSPACES");
    // Stolen, it is worth nothing without the sign-in it was made in.
    Customer thief = registered(Locale.ENGLISH, TestClock.START);
    thief.browser().get(thief.planPath());
    Answer stolen = thief.browser().post("/billing/enter", Map.of("token", token));
    assertThat(stolen.leadsTo()).isEqualTo("/billing/sign-in");
    assertThat(customer.browser().forge("/billing/enter", Map.of("token", token)).leadsTo())
        .isEqualTo("/billing/sign-in?expired");
    Answer entered = customer.browser().post("/billing/enter", Map.of("token", token));
    assertThat(entered.leadsTo())
        .isEqualTo("/billing/workspaces?q=" + workspaceOf(customer.name()));
    customer.browser().follow(entered);
    customer.browser().post("/billing/sign-out", Map.of());
    // Signed out everywhere in this browser; back in the console it is not good again.
    Browser again = browser(Locale.ENGLISH);
    again.get("/sign-in");
    again.post("/sign-in", Map.of("site", "cn2", "name", customer.name(), "password", PASSWORD));
    again.get(customer.planPath());
    assertThat(again.post("/billing/enter", Map.of("token", token)).leadsTo())
        .isEqualTo("/billing/sign-in");
    Customer same = new Customer(again, customer.name(), customer.workspace());
    String late = token(same, "WORKSPACES");
    wallClock.advance(Duration.ofSeconds(61));
    assertThat(again.post("/billing/enter", Map.of("token", late)).leadsTo())
        .isEqualTo("/billing/sign-in");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ADMINISTRATOR", "MEMBER"})
  void whoIsNotTheOwnerHasNoWayIn(String role) {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String token = token(customer, "WORKSPACES");
    becomes(customer, role);
    assertThat(customer.browser().post("/billing/enter", Map.of("token", token)).leadsTo())
        .isEqualTo("/billing/sign-in");
    Answer page = customer.browser().get(customer.planPath());
    assertThat(page.body()).doesNotContain("billing-center", "Top up", "Settlement method");
    assertThat(page.body().contains("Plan &amp; Billing")).isEqualTo(role.equals("ADMINISTRATOR"));
    assertThat(customer.browser().post(entryPath(customer), Map.of()).status()).isEqualTo(404);
  }

  @Test
  void aWorkspaceUnderNoBillingAccountIsAttachedToTheOneSignedInTo() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = customer.browser();
    String token = token(customer, "WORKSPACES");
    jdbc.sql("UPDATE workspace.workspace SET billing_account_id = NULL WHERE id = :id")
        .param("id", customer.workspace())
        .update();
    jdbc.sql("DELETE FROM settlement.binding WHERE workspace_id = :id")
        .param("id", customer.workspace())
        .update();
    String attach = "/w/" + customer.workspace() + "/billing-account";
    assertThat(browser.get(customer.planPath()).body())
        .contains("under no billing account", "/billing/register")
        .doesNotContain(attach, entryPath(customer));
    browser.follow(browser.post("/billing/enter", Map.of("token", token)));
    assertThat(browser.get(customer.planPath()).body())
        .contains("Attach it to " + customer.name(), attach);
    assertThat(browser.post(attach, Map.of()).leadsTo()).isEqualTo(customer.planPath());
    assertThat(browser.get(customer.planPath()).body()).contains(entryPath(customer));
    assertThat(account(customer)).isNotNull();
  }

  @Test
  void theBillingAccountsSecondFactorIsStillAsked() {
    Customer customer = customer(Locale.ENGLISH);
    Browser browser = customer.browser();
    Matcher secret =
        Pattern.compile("data-copy=\"([A-Z2-7]{32})\"")
            .matcher(browser.get("/billing/security/second-factor").body());
    assertThat(secret.find()).isTrue();
    String code = TotpCodes.at(secret.group(1), wallClock.instant());
    Map<String, String> confirmed = Map.of("code", code, "factorPassword", PASSWORD);
    assertThat(browser.post("/billing/security/second-factor", confirmed).status()).isEqualTo(200);
    String token = token(customer, "WORKSPACES");
    assertThat(browser.post("/billing/enter", Map.of("token", token)).leadsTo())
        .isEqualTo("/billing/sign-in/code");
  }

  @Test
  void anotherTokenOrPlaceIsNone() {
    Customer customer = registered(Locale.ENGLISH, TestClock.START);
    String token = token(customer, "WORKSPACES");
    assertThat(customer.browser().post("/billing/enter", Map.of("token", "x" + token)).leadsTo())
        .isEqualTo("/billing/sign-in");
    Answer elsewhere = customer.browser().post(entryPath(customer), Map.of("target", "ELSEWHERE"));
    assertThat(elsewhere.status()).isEqualTo(404);
  }
}
