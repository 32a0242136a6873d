package io.countinghouse.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.kernel.Language;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@AccountsTest
class AccountsIntegrationTests {

  @Autowired private ConsoleAccounts consoleAccounts;
  @Autowired private BillingAccounts billingAccounts;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @Test
  void anAccountIsFoundAsItWasMade() {
    ConsoleAccount made = created(Accounts.console(Accounts.CN2, "Found.One", "Found@hz.example"));
    assertThat(consoleAccounts.find(made.id())).contains(made);
    assertThat(made.username()).isEqualTo("Found.One");
    assertThat(made.language()).isEqualTo(Language.ZH);
    assertThat(
            jdbc.sql("SELECT action FROM audit.entry WHERE subject = :id")
                .param("id", made.id().value())
                .query(String.class)
                .list())
        .containsExactly("console-account.created");
  }

  @Test
  void aUsernameOrAddressIsTakenOnItsSiteInWhateverCase() {
    created(Accounts.console(Accounts.CN2, "Taken", "taken@hz.example"));
    assertThat(create(Accounts.console(Accounts.CN2, "tAKEN", "other@hz.example")))
        .isEqualTo(new ConsoleAccounts.CreateOutcome.UsernameTaken());
    assertThat(create(Accounts.console(Accounts.CN2, "other", "TAKEN@hz.example")))
        .isEqualTo(new ConsoleAccounts.CreateOutcome.EmailTaken());
    created(Accounts.console(Accounts.US1, "Taken", "taken@hz.example"));
  }

  @Test
  void theTransactionIsUsableAfterANameWasTaken() {
    created(Accounts.console(Accounts.CN2, "usable", "usable@hz.example"));
    Integer answer =
        tx.execute(_ -> {
          consoleAccounts.create(Accounts.console(Accounts.CN2, "usable", "usable2@hz.example"));
          return jdbc.sql("SELECT 42").query(Integer.class).single();
        });
    assertThat(answer).isEqualTo(42);
  }

  @Test
  void ofManyAtOnceWithOneNameOneIsMade() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<ConsoleAccounts.CreateOutcome>> outcomes =
          threads.invokeAll(
              List.of(1, 2, 3, 4).stream()
                  .map(i ->
                      (java.util.concurrent.Callable<ConsoleAccounts.CreateOutcome>)
                          () ->
                              create(
                                  Accounts.console(
                                      Accounts.CN2, "race", "race" + i + "@hz.example")))
                  .toList(),
              60,
              TimeUnit.SECONDS);
      int made = 0;
      for (Future<ConsoleAccounts.CreateOutcome> outcome : outcomes) {
        switch (outcome.get()) {
          case ConsoleAccounts.CreateOutcome.Created _ -> made++;
          case ConsoleAccounts.CreateOutcome.UsernameTaken _ -> {}
          case ConsoleAccounts.CreateOutcome.EmailTaken _ ->
              throw new AssertionError("wrong reason");
        }
      }
      assertThat(made).isOne();
    }
  }

  @Test
  void nothingIsMadeOutsideATransaction() {
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .isThrownBy(() ->
            consoleAccounts.create(
                Accounts.console(Accounts.CN2, "outside", "outside@hz.example")));
  }

  @Test
  void theRightPasswordLetsInByNameOrAddressOnItsSiteOnly() {
    ConsoleAccount made = created(Accounts.console(Accounts.CN2, "signs.in", "signs@hz.example"));
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "SIGNS.in", Accounts.PASSWORD))
        .contains(made);
    assertThat(consoleAccounts.authenticate(Accounts.CN2, " signs@HZ.example ", Accounts.PASSWORD))
        .contains(made);
    assertThat(consoleAccounts.authenticate(Accounts.US1, "signs.in", Accounts.PASSWORD)).isEmpty();
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "signs.in", "wrong password")).isEmpty();
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "nobody", Accounts.PASSWORD)).isEmpty();
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "nobody", "nobody has this password"))
        .isEmpty();
    assertThat(consoleAccounts.authenticate(Accounts.CN2, "signs.in", "p".repeat(10_000)))
        .isEmpty();
  }

  @Test
  void passwordsAreStoredByArgon2idOnly() {
    ConsoleAccount made = created(Accounts.console(Accounts.CN2, "hashed", "hashed@hz.example"));
    assertThat(
            jdbc.sql("SELECT password_hash FROM identity.console_account WHERE id = :id")
                .param("id", made.id().value())
                .query(String.class)
                .single())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
        .doesNotContain(Accounts.PASSWORD);
  }

  @Test
  void aBillingUsernameIsTakenOverAllSites() {
    BillingAccount made =
        switch (createBilling("Payer.One")) {
          case BillingAccounts.CreateOutcome.Created(BillingAccount account) -> account;
          case BillingAccounts.CreateOutcome.UsernameTaken _ -> throw new AssertionError("taken");
        };
    assertThat(billingAccounts.find(made.id())).contains(made);
    assertThat(made.maskedUsername()).isEqualTo("Pa***");
    assertThat(made.maskedEmail()).isEqualTo("p***@hz.example");
    assertThat(createBilling("payer.one"))
        .isEqualTo(new BillingAccounts.CreateOutcome.UsernameTaken());
    assertThat(billingAccounts.usernameTaken(" PAYER.one ")).isTrue();
    assertThat(billingAccounts.usernameTaken("payer.two")).isFalse();
  }

  private BillingAccounts.CreateOutcome createBilling(String username) {
    return Objects.requireNonNull(
        tx.execute(_ ->
            billingAccounts.create(Accounts.billing(username, "payer@hz.example", Language.EN))));
  }

  private ConsoleAccount created(NewConsoleAccount wanted) {
    return switch (create(wanted)) {
      case ConsoleAccounts.CreateOutcome.Created(ConsoleAccount account) -> account;
      case ConsoleAccounts.CreateOutcome.UsernameTaken _ -> throw new AssertionError("name taken");
      case ConsoleAccounts.CreateOutcome.EmailTaken _ -> throw new AssertionError("address taken");
    };
  }

  private ConsoleAccounts.CreateOutcome create(NewConsoleAccount wanted) {
    return Objects.requireNonNull(tx.execute(_ -> consoleAccounts.create(wanted)));
  }
}
