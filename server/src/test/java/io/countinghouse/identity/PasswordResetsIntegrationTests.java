package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.identity.PasswordResets.Outcome;
import io.countinghouse.identity.PasswordResets.Whose;
import io.countinghouse.kernel.Language;
import io.countinghouse.outbox.OutboxWorker;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class PasswordResetsIntegrationTests {

  private static final Password NEW = new Password("another horse battery");

  @Autowired private PasswordResets resets;
  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private BillingAccounts billingAccounts;
  @Autowired private Credentials credentials;
  @Autowired private EmailCodes codes;
  @Autowired private OutboxWorker worker;
  @Autowired private WallClock wallClock;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  private CodeMailbox mailbox;

  @BeforeEach
  void mailbox() {
    mailbox = new CodeMailbox(jdbc, codes);
  }

  @Test
  void aCodeSetsANewPasswordAndEndsAllSignIns() {
    ConsoleAccount account = console("resets", "resets@hz.example");
    AccountRef ref = new AccountRef.Console(account.id());
    int before = credentials.epoch(ref).orElseThrow();
    Whose whose = new Whose.Console(Accounts.CN2, "RESETS@hz.example");
    String code = sent(whose, CodePurpose.CONSOLE_PASSWORD, "resets@hz.example");
    assertThat(resets.reset(whose, code, NEW)).isEqualTo(new Outcome.Done());
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "resets", NEW.value())).isPresent();
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "resets", Accounts.PASSWORD)).isEmpty();
    assertThat(credentials.epoch(ref)).contains(before + 1);
    assertThat(resets.reset(whose, code, NEW)).isEqualTo(new Outcome.NotShown());
  }

  @Test
  void thePasswordsOfTheTwoSystemsAreIndependentAndSoAreTheirCodes() {
    console("both", "both@hz.example");
    billing("both", "both@hz.example");
    Whose console = new Whose.Console(Accounts.CN2, "both");
    Whose billing = new Whose.Billing("both");
    String code = sent(billing, CodePurpose.BILLING_PASSWORD, "both@hz.example");
    assertThat(resets.reset(console, code, NEW)).isEqualTo(new Outcome.NotShown());
    assertThat(resets.reset(billing, code, NEW)).isEqualTo(new Outcome.Done());
    assertThat(billingAccounts.authenticate("BOTH", NEW.value())).isPresent();
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "both", Accounts.PASSWORD)).isPresent();
  }

  @Test
  void aCodeIsGoodForOneOfTwoAccountsWithOneAddress() {
    billing("twin.one", "twins@hz.example");
    billing("twin.two", "twins@hz.example");
    String code =
        sent(new Whose.Billing("twin.one"), CodePurpose.BILLING_PASSWORD, "twins@hz.example");
    assertThat(resets.reset(new Whose.Billing("twin.two"), code, NEW))
        .isEqualTo(new Outcome.NotShown());
    assertThat(resets.reset(new Whose.Billing("twin.one"), code, NEW))
        .isEqualTo(new Outcome.Done());
  }

  @Test
  void anAccountOfAnotherSiteIsAsGoodAsNone() {
    console("elsewhere", "elsewhere@hz.example");
    Whose abroad = new Whose.Console(Accounts.US1, "elsewhere");
    resets.sendCode(abroad, Language.EN);
    worker.runAll();
    assertThat(mailbox.newest(CodePurpose.CONSOLE_PASSWORD, "elsewhere@hz.example")).isEmpty();
    assertThat(resets.reset(abroad, "123456", NEW)).isEqualTo(new Outcome.NotShown());
  }

  @Test
  void aWishIsStoredTheSameWayWhetherThereIsAnAccountOrNot() {
    console("known", "known@hz.example");
    resets.sendCode(new Whose.Console(Accounts.CN2, "known"), Language.EN);
    resets.sendCode(new Whose.Console(Accounts.CN2, "unknown"), Language.EN);
    assertThat(
            jdbc.sql("SELECT count(*) FROM outbox.work WHERE kind = :kind AND state = 'DUE'")
                .param("kind", AccountCodes.KIND)
                .query(Integer.class)
                .single())
        .isEqualTo(2);
    worker.runAll();
    assertThat(mailbox.newest(CodePurpose.CONSOLE_PASSWORD, "known@hz.example")).isPresent();
    assertThat(resets.reset(new Whose.Console(Accounts.CN2, "known"), "000000", NEW))
        .isEqualTo(resets.reset(new Whose.Console(Accounts.CN2, "unknown"), "000000", NEW));
  }

  @Test
  void anUnfitPasswordLeavesTheCodeGood() {
    console("a.long.username", "unfit@hz.example");
    Whose whose = new Whose.Console(Accounts.CN2, "a.long.username");
    String code = sent(whose, CodePurpose.CONSOLE_PASSWORD, "unfit@hz.example");
    assertThat(resets.reset(whose, code, new Password("A.long.username")))
        .isEqualTo(new Outcome.Unfit(Set.of(Password.Problem.SAME_AS_USERNAME)));
    assertThat(resets.reset(whose, code, NEW)).isEqualTo(new Outcome.Done());
  }

  @Test
  void whoAsksTooOftenGetsTheNextCodeAllTheSame() {
    console("hasty", "hasty@hz.example");
    Whose whose = new Whose.Console(Accounts.CN2, "hasty");
    for (int i = 0; i < 12; i++) {
      sent(whose, CodePurpose.CONSOLE_PASSWORD, "hasty@hz.example");
    }
    wallClock.advance(EmailCodes.LIFE);
    String code = sent(whose, CodePurpose.CONSOLE_PASSWORD, "hasty@hz.example");
    assertThat(resets.reset(whose, code, NEW)).isEqualTo(new Outcome.Done());
  }

  @Test
  void anExpiredCodeSetsNothing() {
    console("expired", "expired@hz.example");
    Whose whose = new Whose.Console(Accounts.CN2, "expired");
    String code = sent(whose, CodePurpose.CONSOLE_PASSWORD, "expired@hz.example");
    wallClock.advance(EmailCodes.LIFE);
    assertThat(resets.reset(whose, code, NEW)).isEqualTo(new Outcome.NotShown());
  }

  @Test
  void whatIsSetIsInTheTrailWithoutThePassword() {
    ConsoleAccount account = console("trail", "trail@hz.example");
    tx.executeWithoutResult(
        _ -> credentials.setPassword(new AccountRef.Console(account.id()), NEW, "changed"));
    tx.executeWithoutResult(_ -> credentials.endSignIns(new AccountRef.Console(account.id())));
    assertThat(
            jdbc.sql("SELECT action || details FROM audit.entry WHERE subject = :id ORDER BY 1")
                .param("id", account.id().value())
                .query(String.class)
                .list())
        .hasSize(3)
        .contains("account.password-changed{}", "account.signed-out-everywhere{}");
    assertThat(credentials.passwordIs(new AccountRef.Console(account.id()), NEW.value())).isTrue();
    assertThat(credentials.passwordIs(new AccountRef.Console(account.id()), "wrong")).isFalse();
  }

  private String sent(Whose whose, CodePurpose purpose, String address) {
    resets.sendCode(whose, Language.EN);
    worker.runAll();
    return mailbox.newest(purpose, address).orElseThrow();
  }

  private ConsoleAccount console(String username, String email) {
    return switch (Objects.requireNonNull(
        tx.execute(_ -> consoleAccounts.create(Accounts.console(Accounts.CN2, username, email))))) {
      case ConsoleAccounts.CreateOutcome.Created(ConsoleAccount account) -> account;
      case ConsoleAccounts.CreateOutcome other -> throw new AssertionError(other.toString());
    };
  }

  private void billing(String username, String email) {
    assertThat(
            tx.<BillingAccounts.CreateOutcome>execute(
                _ -> billingAccounts.create(Accounts.billing(username, email, Language.EN))))
        .isInstanceOf(BillingAccounts.CreateOutcome.Created.class);
  }
}
