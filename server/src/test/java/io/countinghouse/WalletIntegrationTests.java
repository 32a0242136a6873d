package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A billing account that settles for itself: top-ups, daily charges, and who may book what. */
@JobTest
class WalletIntegrationTests implements BothProducts {

  private static final Currency YUAN = Currency.getInstance("CNY");
  private static final LocalDate DAY = LocalDate.parse("2026-05-12");
  private static final OperatorId FIRST = new OperatorId("oper_first");
  private static final OperatorId SECOND = new OperatorId("oper_second");
  private static final AtomicInteger REFERENCES = new AtomicInteger();

  @Autowired private MainJob job;
  @Autowired private ConcurrentJob overseas;
  @Autowired private Bind bind;
  @Autowired private Ledger ledger;
  @Autowired private Equation equation;
  @Autowired private WalletBooks wallets;
  @Autowired private Proposals proposals;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  private BillingAccountId account;
  private WorkspaceId workspace;

  @BeforeEach
  void aWorkspaceThatItsBillingAccountPaysFor() {
    ledger.startInTheMorning();
    jdbc.sql("UPDATE outbox.work SET due_at = :now WHERE kind = 'wallet.charge-days'")
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
    Customer customer = job.subscribed(Ledger.MORNING);
    account = bind.holderOf(customer.agreement());
    workspace = customer.workspace();
    bind.pays(new Payer.BillingCenter(account), workspace);
  }

  @AfterEach
  void allHolds() {
    assertThat(wallets.outOfBalance()).isEmpty();
    equation.holds();
  }

  private static Money yuan(String amount) {
    return Money.of(new BigDecimal(amount), YUAN);
  }

  private String topUp(String amount) {
    BankReference reference = new BankReference("REF-" + REFERENCES.incrementAndGet());
    return ((Proposals.Entering.Entered)
            tx.execute(_ -> proposals.topUp(account, yuan(amount), reference, DAY, FIRST)))
        .id();
  }

  private Proposals.Decision approve(String proposal, OperatorId by) {
    return tx.execute(_ -> proposals.approve(proposal, by));
  }

  private List<String> charged(String... daysAndAmounts) {
    return List.of(daysAndAmounts).stream()
        .map(it -> it.replace(" ", " " + workspace + " "))
        .toList();
  }

  @Test
  void aDayIsChargedAfterItsMidnightAndOnlyOnce() {
    approve(topUp("100"), SECOND);
    job.uses(workspace, "timeseries", "3d", "6000", clock.now());
    job.uses(workspace, "log", "7d", "2000000", clock.now());
    job.uses(workspace, "trace", "3d", "2000000", clock.now());
    job.uses(workspace, "pv", "3d", "20000", clock.now());
    job.uses(workspace, "trigger", "", "20000", clock.now());
    ledger.runUntil("2026-05-12T16:09:00Z");
    assertThat(wallets.charges(account)).isEmpty();

    ledger.runUntil("2026-05-12T16:10:00Z");
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 13.4"));
    assertThat(wallets.trail(account)).containsExactly("2026-05-12 13.4 CNY");
    assertThat(wallets.balance(account)).isEqualTo("86.6");

    wallets.charge(Instant.parse("2026-05-14T00:00:00Z"));
    clock.set(Instant.parse("2026-05-12T10:00:00Z"));
    ledger.runUntil("2026-05-15T00:10:00Z");
    assertThat(wallets.charges(account)).hasSize(1);
  }

  /** Late usage and what is below a fen come with the next charge; nothing is rounded up. */
  @Test
  void lateUsageAndRestsGoToTheNextCharge() {
    job.uses(workspace, "timeseries", "3d", "10", clock.now());
    ledger.runUntil("2026-05-12T16:10:00Z");
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 0"));
    assertThat(wallets.balance(account)).isEqualTo("0");

    job.uses(workspace, "timeseries", "3d", "20", Ledger.MORNING.plusSeconds(60));
    ledger.runUntil("2026-05-13T16:10:00Z");
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 0", "05-13 0.01"));
    assertThat(
            jdbc.sql(
                    """
                    SELECT trim_scale(accrued) || ' ' || trim_scale(corrections) || ' ' || trim_scale(rest)
                      FROM wallet.charge WHERE billing_account_id = :id ORDER BY day DESC LIMIT 1\
                    """)
                .param("id", account.value())
                .query(String.class)
                .single())
        .isEqualTo("0.006 0.006 0.002");

    ledger.corrects(workspace, "timeseries", "0");
    ledger.runUntil("2026-05-14T16:10:00Z");
    assertThat(wallets.charges(account)).contains(charged("05-14 -0.01").toArray(String[]::new));
    assertThat(wallets.balance(account)).isEqualTo("0");
  }

  @Test
  void missedMidnightsAreChargedDayByDayOnceTheirHoursAreClosed() {
    job.uses(workspace, "log", "3d", "1000000", clock.now());
    ledger.runUntil("2026-05-13T02:30:00Z");
    job.uses(workspace, "log", "3d", "2000000", clock.now());
    jdbc.sql("UPDATE outbox.work SET due_at = '2026-05-16T00:00:00Z' WHERE kind = :kind")
        .param("kind", "metering.close-hour")
        .update();
    ledger.runUntil("2026-05-15T23:00:00Z");
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 1"));

    ledger.runUntil("2026-05-16T01:00:00Z");
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 1", "05-13 2"));
  }

  @Test
  void anOverseasWorkspaceIsChargedInYuanByItsOwnDays() {
    Customer abroad = overseas.subscribed("345678901236");
    bind.pays(new Payer.BillingCenter(account), abroad.workspace());
    job.uses(abroad.workspace(), "log", "3d", "1000000", clock.now());
    job.uses(workspace, "log", "3d", "1000000", clock.now());
    ledger.runUntil("2026-05-12T16:10:00Z");
    assertThat(wallets.balance(account)).isEqualTo("-1");

    ledger.runUntil("2026-05-13T00:10:00Z");
    assertThat(wallets.charges(account))
        .containsExactly("05-12 " + workspace + " 1", "05-12 " + abroad.workspace() + " 2");
    assertThat(wallets.balance(account)).isEqualTo("-3");
  }

  /** The wallet pays for what was received before, the agreement for what came after. */
  @Test
  void aChangeOfPayerLeavesEachWhatItWasFor() {
    Customer other = job.subscribed(Ledger.MORNING);
    job.uses(workspace, "log", "7d", "1500000", clock.now());
    ledger.runUntil("2026-05-12T04:30:00Z");
    bind.bind(workspace, other.agreement());
    job.uses(workspace, "log", "7d", "2500000", clock.now());
    ledger.runUntil("2026-05-12T06:30:00Z");
    bind.pays(new Payer.BillingCenter(account), workspace);
    job.uses(workspace, "log", "7d", "100000", Ledger.MORNING.plusSeconds(90));
    ledger.runUntil("2026-05-12T16:10:00Z");

    assertThat(ledger.postings(workspace))
        .containsExactly("05-12 log 1.5 1.8 CNY", "05-12 log 2.5 3 CNY", "05-12 log 0.1 0.12 CNY");
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 1.92"));
    ledger.assertBooksHold(other, "3");
  }

  @Test
  void twoNodesChargeADayOnce() throws Exception {
    job.uses(workspace, "log", "3d", "7000000", clock.now());
    ledger.runUntil("2026-05-12T16:08:00Z");
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      List<? extends Future<?>> runs =
          List.of(1, 2, 3, 4).stream()
              .map(_ ->
                  nodes.submit(() -> {
                    start.await();
                    wallets.charge(clock.now());
                    return null;
                  }))
              .toList();
      start.countDown();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    assertThat(wallets.charges(account)).isEqualTo(charged("05-12 7"));
    assertThat(wallets.balance(account)).isEqualTo("-7");
  }

  @Test
  void onlyAnotherOperatorApprovesAndOnlyOnce() {
    String proposal = topUp("250.5");
    assertThat(wallets.balance(account)).isEqualTo("0");
    assertThat(approve(proposal, FIRST)).isEqualTo(Proposals.Decision.SAME_OPERATOR);
    assertThat(approve(proposal, SECOND)).isEqualTo(Proposals.Decision.DONE);
    assertThat(approve(proposal, SECOND)).isEqualTo(Proposals.Decision.NOT_OPEN);
    assertThat(wallets.balance(account)).isEqualTo("250.5");

    String correction =
        tx.execute(_ -> proposals.correction(account, yuan("-0.5"), "typed wrongly", SECOND).get());
    assertThat(approve(correction, FIRST)).isEqualTo(Proposals.Decision.DONE);
    assertThat(wallets.balance(account)).isEqualTo("250");
  }

  @Test
  void aTransferIsEnteredOnceUnlessItWasRejected() {
    BankReference reference = BankReference.of("cn 2026 / 77").orElseThrow();
    assertThat(reference.value()).isEqualTo("CN2026/77");
    assertThat(enter(reference)).isInstanceOf(Proposals.Entering.Entered.class);
    Proposals.Entering again = enter(reference);
    assertThat(again).isInstanceOf(Proposals.Entering.Known.class);
    String first = ((Proposals.Entering.Known) again).before().id();
    assertThat(tx.<Proposals.Decision>execute(_ -> proposals.reject(first, "wrong amount", SECOND)))
        .isEqualTo(Proposals.Decision.DONE);
    assertThat(approve(first, SECOND)).isEqualTo(Proposals.Decision.NOT_OPEN);
    assertThat(enter(reference)).isInstanceOf(Proposals.Entering.Entered.class);
    assertThat(wallets.balance(account)).isEqualTo("0");
  }

  private Proposals.Entering enter(BankReference reference) {
    return tx.execute(_ -> proposals.topUp(account, yuan("8"), reference, DAY, FIRST));
  }

  /** What no code may do, the database refuses. */
  @Test
  void theDatabaseHoldsTheRules() {
    String open = topUp("10");
    String booked = topUp("20");
    approve(booked, SECOND);
    refused(
        "UPDATE wallet.proposal SET state = 'APPROVED', decided_by = entered_by, decided_at = now()"
            + " WHERE id = :id",
        open);
    refused("UPDATE wallet.proposal SET amount = 11 WHERE id = :id", open);
    refused(
        "UPDATE wallet.proposal SET state = 'PROPOSED', decided_by = NULL, decided_at = NULL"
            + " WHERE id = :id",
        booked);
    refused("DELETE FROM wallet.proposal WHERE id = :id", open);
    refused("UPDATE wallet.entry SET amount = 21 WHERE proposal_id = :id", booked);
    refused("DELETE FROM wallet.entry WHERE proposal_id = :id", booked);
    String insert =
        """
        INSERT INTO wallet.entry (billing_account_id, number, balance, from_account, to_account, amount, proposal_id, at)
        SELECT billing_account_id, %s, %s, 'TOP_UPS', 'BALANCE', amount, id, now() FROM wallet.proposal WHERE id = :id\
        """;
    refused(insert.formatted("2", "30"), open);
    refused(insert.formatted("2", "40"), booked);
    refused(insert.formatted("3", "10"), open);
    assertThat(wallets.balance(account)).isEqualTo("20");
  }

  private void refused(String sql, String id) {
    assertThatExceptionOfType(DataAccessException.class)
        .as(sql)
        .isThrownBy(() -> jdbc.sql(sql).param("id", id).update());
  }
}
