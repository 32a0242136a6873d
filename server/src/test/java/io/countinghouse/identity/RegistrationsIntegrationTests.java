package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.countinghouse.identity.Registrations.BeginOutcome;
import io.countinghouse.identity.Registrations.Outcome;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class RegistrationsIntegrationTests {

  private static final Password PASSWORD = new Password(Accounts.PASSWORD);
  private static final Company COMPANY =
      new Company("Ningxia Weather Ltd.", "Weather", "Ningxia", "We forecast.", "Li");

  @Autowired private Registrations registrations;
  @Autowired private BillingRegistrations billingRegistrations;
  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private BillingAccounts billingAccounts;
  @Autowired private EmailCodes codes;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void threeStepsMakeTwoAccountsOfOneNameAndPassword() {
    RegistrationId id = begun(details("three.steps"));
    assertThat(complete(id)).isEqualTo(new Outcome.CompanyMissing());
    registrations.setCompany(id, COMPANY);
    Registration kept = registrations.find(id).orElseThrow();
    assertThat(kept.company()).isEqualTo(COMPANY);
    assertThat(kept.username().value()).isEqualTo("three.steps");
    assertThat(complete(id)).isInstanceOf(Outcome.Made.class);
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "three.steps", Accounts.PASSWORD))
        .isPresent();
    BillingAccount billing =
        billingAccounts.authenticate("three.steps", Accounts.PASSWORD).orElseThrow();
    assertThat(billing.company()).isEqualTo(COMPANY.name());
    assertThat(billing.currency().getCurrencyCode()).isEqualTo("CNY");
    assertThat(
            jdbc.sql("SELECT password_hash FROM identity.registration WHERE id = :id")
                .param("id", id.value())
                .query(String.class)
                .single())
        .isEmpty();
  }

  @Test
  void completedTwiceItMakesOneOfEach() throws Exception {
    RegistrationId id = begun(details("pressed.twice"));
    registrations.setCompany(id, COMPANY);
    Callable<Outcome> press = () -> complete(id);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      int made = 0;
      for (Future<Outcome> one : threads.invokeAll(List.of(press, press, press))) {
        made += one.get() instanceof Outcome.Made ? 1 : 0;
        assertThat(one.get()).isInstanceOfAny(Outcome.Made.class, Outcome.MadeBefore.class);
      }
      assertThat(made).isOne();
    }
    assertThatIllegalStateException().isThrownBy(() -> registrations.setCompany(id, COMPANY));
  }

  @Test
  void goingBackKeepsTheRegistrationAndNeedsNoSecondCodeForTheSameAddress() {
    AccountDetails first = details("goes.back");
    RegistrationId id = begun(first);
    AccountDetails renamed =
        new AccountDetails(
            Accounts.CN2, new Username("goes.forth"), first.email(), "", Language.ZH);
    assertThat(registrations.begin(id, renamed, "", PASSWORD))
        .isEqualTo(new BeginOutcome.Begun(id));
    assertThat(registrations.find(id).orElseThrow().username().value()).isEqualTo("goes.forth");
    AccountDetails moved = details("goes.elsewhere");
    assertThat(registrations.begin(id, moved, "", PASSWORD))
        .isEqualTo(new BeginOutcome.CodeMissing());
  }

  @Test
  void aNameIsTakenOnItsSiteOnlyAndIsToldAfterTheCodeOnly() {
    begunAndMade("taken.name");
    AccountDetails same =
        new AccountDetails(
            Accounts.CN2,
            new Username("TAKEN.name"),
            new EmailAddress("second@reg.example"),
            "",
            Language.EN);
    assertThat(registrations.begin(null, same, "123456", PASSWORD))
        .isEqualTo(new BeginOutcome.CodeMissing());
    String code = codeFor(same.email());
    assertThat(registrations.begin(null, same, code, PASSWORD))
        .isEqualTo(new BeginOutcome.UsernameTaken());
    AccountDetails abroad =
        new AccountDetails(Accounts.US1, same.username(), same.email(), "", Language.EN);
    RegistrationId id = begun(registrations.begin(null, abroad, code, PASSWORD));
    registrations.setCompany(id, COMPANY);
    assertThat(complete(id)).isEqualTo(new Outcome.BillingUsernameTaken());
    assertThat(consoleAccounts.byName(Accounts.US1, "taken.name")).isEmpty();
  }

  @Test
  void anExistingBillingAccountIsTiedToInsteadOfMakingOne() {
    begunAndMade("has.billing");
    BillingAccount existing = billingAccounts.byUsername("has.billing").orElseThrow();
    RegistrationId id = begun(details("second.console"));
    registrations.setExisting(id, existing.id());
    assertThat(complete(id))
        .isInstanceOfSatisfying(
            Outcome.Made.class, made -> assertThat(made.billing()).isEqualTo(existing));
    assertThat(billingAccounts.byUsername("second.console")).isEmpty();
  }

  @Test
  void ofTwoRegistrationsWithOneNameOneIsMade() {
    RegistrationId one = begun(details("contested"));
    AccountDetails other =
        new AccountDetails(
            Accounts.CN2,
            new Username("contested"),
            new EmailAddress("other@reg.example"),
            "",
            Language.EN);
    RegistrationId two = begun(registrations.begin(null, other, codeFor(other.email()), PASSWORD));
    registrations.setCompany(one, COMPANY);
    registrations.setCompany(two, COMPANY);
    assertThat(complete(two)).isInstanceOf(Outcome.Made.class);
    assertThat(complete(one)).isEqualTo(new Outcome.BillingUsernameTaken());
  }

  @Test
  void aSiteThatIsNoneIsRefused() {
    AccountDetails nowhere =
        new AccountDetails(
            new SiteId("mars1"),
            new Username("martian"),
            new EmailAddress("m@reg.example"),
            "",
            Language.EN);
    assertThat(registrations.begin(null, nowhere, "123456", PASSWORD))
        .isEqualTo(new BeginOutcome.SiteRefused());
  }

  @Test
  void aBillingAccountIsRegisteredAloneAndItsNameIsUniqueOverAllSites() {
    AccountDetails alone = details("bills.alone");
    String code = codeFor(alone.email());
    assertThat(billingRegistrations.register(alone, COMPANY, code, PASSWORD))
        .isInstanceOf(BillingRegistrations.Outcome.Made.class);
    AccountDetails again =
        new AccountDetails(
            Accounts.US1,
            new Username("Bills.Alone"),
            new EmailAddress("again@reg.example"),
            "",
            Language.EN);
    assertThat(billingRegistrations.register(again, COMPANY, codeFor(again.email()), PASSWORD))
        .isEqualTo(new BillingRegistrations.Outcome.UsernameTaken());
    assertThat(consoleAccounts.byName(Accounts.CN2, "bills.alone")).isEmpty();
  }

  private void begunAndMade(String username) {
    RegistrationId id = begun(details(username));
    registrations.setCompany(id, COMPANY);
    assertThat(complete(id)).isInstanceOf(Outcome.Made.class);
  }

  private RegistrationId begun(AccountDetails account) {
    return begun(registrations.begin(null, account, codeFor(account.email()), PASSWORD));
  }

  private static RegistrationId begun(BeginOutcome outcome) {
    if (outcome instanceof BeginOutcome.Begun(RegistrationId id)) {
      return id;
    }
    throw new AssertionError("not begun: " + outcome);
  }

  private Outcome complete(RegistrationId id) {
    return tx.execute(status -> {
      Outcome outcome = registrations.complete(id);
      if (!(outcome instanceof Outcome.Made)) {
        status.setRollbackOnly();
      }
      return outcome;
    });
  }

  private String codeFor(EmailAddress address) {
    codes.request(CodePurpose.REGISTRATION, address, Language.EN);
    return new CodeMailbox(jdbc, codes)
        .newest(CodePurpose.REGISTRATION, address.value())
        .orElseThrow();
  }

  private static AccountDetails details(String username) {
    return new AccountDetails(
        Accounts.CN2,
        new Username(username),
        new EmailAddress(username + "@reg.example"),
        "",
        Language.EN);
  }
}
