package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.locking.LockCause;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.LockReminder;
import io.countinghouse.locking.WorkspaceCleared;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import io.countinghouse.wallet.BankReference;
import io.countinghouse.wallet.Proposals;
import io.countinghouse.wallet.WalletBooks;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

/** A balance below zero is told of, locks after fourteen days, and unlocks when it is paid. */
@JobTest
@RecordApplicationEvents
class WalletArrearsIntegrationTests implements BothProducts {

  private static final OperatorId FIRST = new OperatorId("oper_first");
  private static final OperatorId SECOND = new OperatorId("oper_second");

  @Autowired private MainJob job;
  @Autowired private Bind bind;
  @Autowired private Ledger ledger;
  @Autowired private WalletBooks wallets;
  @Autowired private Proposals proposals;
  @Autowired private OutboxWorker worker;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  @Autowired private ApplicationEvents events;
  private Customer customer;
  private BillingAccountId account;

  /** At ten past midnight in Shanghai the balance falls to −5. */
  @BeforeEach
  void aDayThatNobodyPaidFor() {
    ledger.startInTheMorning();
    jdbc.sql("UPDATE outbox.work SET due_at = :now WHERE kind <> 'metering.close-hour'")
        .param("now", SqlTime.utc(clock.now()))
        .update();
    for (OperatorId operator : List.of(FIRST, SECOND)) {
      jdbc.sql(
              """
              INSERT INTO identity.operator (id, username, password_hash, created_at) VALUES (:id, :id, '', now())
              ON CONFLICT DO NOTHING\
              """)
          .param("id", operator.value())
          .update();
    }
    customer = job.subscribed(Ledger.MORNING);
    account = bind.holderOf(customer.agreement());
    bind.pays(new Payer.BillingCenter(account), customer.workspace());
    job.uses(customer.workspace(), "log", "3d", "5000000", clock.now());
    ledger.runUntil("2026-05-12T16:10:00Z");
    assertThat(wallets.balance(account)).isEqualTo("-5");
  }

  @AfterEach
  void allHolds() {
    assertThat(wallets.outOfBalance()).isEmpty();
  }

  private void at(String instant) {
    clock.set(Instant.parse(instant));
    worker.runAll();
  }

  private List<Integer> told() {
    return jdbc.sql(
            "SELECT days_left FROM wallet.arrears_notice WHERE billing_account_id = :id ORDER BY"
                + " at")
        .param("id", account.value())
        .query((rs, _) -> rs.getInt("days_left"))
        .list();
  }

  private long mails(String amount) {
    String address =
        jdbc.sql("SELECT email FROM identity.billing_account WHERE id = :id")
            .param("id", account.value())
            .query(String.class)
            .single();
    return job.mailsTo(address).stream().filter(it -> it.contains(amount)).count();
  }

  private void topUp(String amount) {
    Money money = Money.of(new BigDecimal(amount), Currency.getInstance("CNY"));
    tx.executeWithoutResult(_ -> {
      Proposals.Entering entering =
          proposals.topUp(
              account, money, new BankReference("A" + System.nanoTime()), LocalDate.EPOCH, FIRST);
      proposals.approve(((Proposals.Entering.Entered) entering).id(), SECOND);
    });
    worker.runAll();
  }

  @Test
  void remindsThenLocksAndOpensWhenPaid() {
    assertThat(told()).containsExactly(15);
    at("2026-05-19T16:09:00Z");
    assertThat(told()).containsExactly(15);
    at("2026-05-19T16:10:00Z");
    at("2026-05-23T16:10:00Z");
    at("2026-05-25T16:10:00Z");
    at("2026-05-26T16:09:59Z");
    assertThat(told()).containsExactly(15, 7, 3, 1);
    assertThat(mails("-5.00 CNY")).isEqualTo(4);
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");

    at("2026-05-26T16:10:00Z");
    assertThat(told()).containsExactly(15, 7, 3, 1, 0);
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");

    topUp("4.99");
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
    topUp("0.01");
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");
    assertThat(wallets.balance(account)).isEqualTo("0");
    assertThat(mails("0.01 CNY")).isEqualTo(1);
  }

  /** A clock that jumps over all steps: one reminder at most, and the lock. */
  @Test
  void whatWasMissedIsFound() {
    at("2026-05-24T20:00:00Z");
    at("2026-05-24T20:00:00Z");
    assertThat(told()).containsExactly(15, 3);
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'wallet.arrears'").update();
    at("2026-06-02T00:00:00Z");
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
    assertThat(told()).containsExactly(15, 3, 0);
  }

  @Test
  void theReminderAndTheClearingNameTheArrears() {
    at("2026-05-26T16:10:00Z");
    at("2026-06-02T16:10:00Z");
    at("2026-06-09T16:10:00Z");
    assertThat(ledger.lockState(customer)).isEqualTo("CLEARED");
    assertThat(events.stream(LockEvents.class).flatMap(it -> it.events().stream()))
        .filteredOn(it -> it.workspace().equals(customer.workspace()))
        .hasExactlyElementsOfTypes(
            WorkspaceLocked.class, LockReminder.class, WorkspaceCleared.class)
        .extracting("cause")
        .containsOnly(LockCause.ARREARS);
  }

  @Test
  void paidInTimeNothingLocksAndTheNextArrearsCountAnew() {
    at("2026-05-20T00:00:00Z");
    topUp("5");
    job.uses(customer.workspace(), "log", "3d", "1000000", clock.now());
    at("2026-05-27T00:00:00Z");
    // The hours were closed first.
    at("2026-05-27T00:05:00Z");
    assertThat(wallets.balance(account)).isEqualTo("-1");
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");
    assertThat(
            jdbc.sql(
                    """
                    SELECT count(DISTINCT number) FROM wallet.arrears_notice WHERE billing_account_id = :id\
                    """)
                .param("id", account.value())
                .query(Long.class)
                .single())
        .isEqualTo(2);
  }

  @Test
  void aWorkspaceBoundToAnAccountInArrearsIsLockedToo() {
    at("2026-05-26T16:10:00Z");
    Customer other = job.subscribed(clock.now());
    bind.pays(new Payer.BillingCenter(account), other.workspace());
    worker.runAll();
    assertThat(ledger.lockState(other)).isEqualTo("LOCKED");

    bind.bind(customer.workspace(), other.agreement());
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");
    topUp("5");
    assertThat(ledger.lockState(other)).isEqualTo("OPEN");
    assertThat(bind.workspacesOf(other.agreement())).containsExactly(customer.workspace());
  }
}
