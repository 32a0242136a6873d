package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.TestClock;
import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.Credentials;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.settlement.SetUpProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** How long it counts that a billing account was shown to be theirs in a set-up. */
class SetUpProofIntegrationTests extends SetUpBinding {

  private static final String LIST = "/setup/bind/workspaces";

  @Autowired private Credentials credentials;
  @Autowired private SetUpProgress progress;
  @Autowired private TransactionTemplate tx;

  @Test
  void itEndsWithTheSignInsOfTheAccount() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    prove(browser, name);
    assertThat(browser.get(LIST).status()).isEqualTo(200);
    endSignInsOf(name);
    assertThat(browser.get(LIST).leadsTo()).isEqualTo("/setup/bind/account");
    assertThat(browser.get("/setup/bind/new").leadsTo()).isEqualTo("/setup/bind/account");
    prove(browser, name);
    assertThat(browser.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void itEndsWhenASignInOfThenWould() {
    String name = plainCustomer("cn2");
    Browser browser = browser(Locale.ENGLISH);
    landed(browser);
    prove(browser, name);
    wallClock.advance(Duration.ofHours(24).minusSeconds(5));
    assertThat(browser.get(LIST).status()).isEqualTo(200);
    wallClock.advance(Duration.ofSeconds(5));
    assertThat(browser.get(LIST).leadsTo()).isEqualTo("/setup/bind/account");
  }

  @Test
  void whoGoesOnElsewhereReadsTheAccountsMailOfNow() {
    String name = plainCustomer("cn2");
    Browser begun = browser(Locale.ENGLISH);
    AgreementId agreement = new AgreementId(agreementOf(landed(begun)));
    prove(begun, name);
    String link = "/setup/resume?token=" + progress.issueLink(agreement).orElseThrow();
    jdbc.sql("UPDATE identity.billing_account SET email = :email WHERE username = :name")
        .param("email", "z" + name + "@example.org")
        .param("name", name)
        .update();
    endSignInsOf(name);
    Browser browser = browser(Locale.ENGLISH);
    assertThat(browser.follow(browser.get(link)).body()).contains("z***@example.org");
    browser.post("/setup/resume-code", Map.of());
    assertThat(
            jdbc.sql("SELECT address FROM identity.email_code WHERE subject = :agreement")
                .param("agreement", agreement.value())
                .query(String.class)
                .list())
        .containsExactly("z" + name + "@example.org");
    assertThat(browser.post("/setup/resume", Map.of("code", lastCode())).leadsTo()).isEqualTo(LIST);
    assertThat(browser.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void aRegistrationIsTiedToAnAccountOnlyUntilItsSignInsAreEnded() {
    Customer first = registered(Locale.ENGLISH, TestClock.START);
    Browser browser = browser(Locale.ENGLISH);
    String subscription = newName();
    landUs(browser, subscription);
    wallClock.advance(EmailCodes.PAUSE);
    takeUsernameOf(browser, first.name(), subscription + "@example.com");
    browser.get("/setup/register/existing");
    assertThat(browser.post("/setup/register/existing", Map.of("password", PASSWORD)).leadsTo())
        .isEqualTo("/setup/register/workspace");
    browser.get("/setup/register/workspace");
    endSignInsOf(first.name());
    assertThat(browser.post("/setup/register/workspace", workspaceForm(subscription)).leadsTo())
        .isEqualTo("/setup/register/company");
    assertThat(holdersOf(subscription)).isZero();
    assertThat(browser.get("/setup/register/company").leadsTo())
        .isEqualTo("/setup/register/existing");
    browser.get("/setup/register/existing");
    browser.post("/setup/register/existing", Map.of("password", PASSWORD));
    browser.get("/setup/register/workspace");
    assertThat(browser.post("/setup/register/workspace", workspaceForm(subscription)).leadsTo())
        .isEqualTo("/setup/done");
  }

  private void endSignInsOf(String name) {
    String id =
        jdbc.sql("SELECT id FROM identity.billing_account WHERE username = :name")
            .param("name", name)
            .query(String.class)
            .single();
    tx.executeWithoutResult(
        _ -> credentials.endSignIns(new AccountRef.Billing(new BillingAccountId(id))));
  }
}
