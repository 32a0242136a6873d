package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A renewed or replaced agreement hands its workspaces over; nothing locks, nobody is alarmed. */
@JobTest
class SuccessionIntegrationTests implements BothProducts {

  private static final String ACCOUNT = "345678901234";

  private final ConcurrentJob job;
  private final Bind bind;
  private final Ledger ledger;
  private final TestClock clock;
  private final OutboxWorker worker;

  @Autowired
  SuccessionIntegrationTests(
      ConcurrentJob job, Bind bind, Ledger ledger, TestClock clock, OutboxWorker worker) {
    this.job = job;
    this.bind = bind;
    this.ledger = ledger;
    this.clock = clock;
    this.worker = worker;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void aRenewalMovesWorkspacesHolderAndCarry() {
    Customer old = job.subscribed(ACCOUNT);
    job.logs(old.workspace(), "1010000");
    at("02:30");
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    assertThat(mailsAbout("cloud-account-", old)).isZero();
    assertThat(finalRecordsOf(old)).isZero();
    assertThat(bind.workspacesOf(old.agreement())).containsExactly(old.workspace());
    worker.runAll();
    assertThat(quantities(old)).containsExactly(30L);

    at("02:40");
    job.logs(old.workspace(), "2000000");
    at("02:50");
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(old.agreement(), next.agreement());

    assertThat(bind.workspacesOf(old.agreement())).isEmpty();
    assertThat(bind.workspacesOf(next.agreement())).containsExactly(old.workspace());
    assertThat(bind.isHeld(old.agreement())).isFalse();
    assertThat(bind.isHeld(next.agreement())).isTrue();
    assertThat(mailsAbout("cloud-account-", old)).isZero();
    assertThat(ledger.transferred(next)).isEqualByComparingTo("0.603");

    at("02:55");
    job.logs(old.workspace(), "1000000");
    ledger.runUntil("2026-05-12T04:05:00Z");
    assertThat(quantities(old)).containsExactly(30L);
    assertThat(quantities(next)).containsExactlyInAnyOrder(90L, 0L);
    assertThat(ledger.lockState(next)).isEqualTo("OPEN");
    assertThat(locksOf(next)).isZero();
    ledger.assertBooksHold(old, "0.3");
    ledger.assertBooksHold(next, "0.903");
    assertThat(ledger.balance(next, "CARRY")).isEqualByComparingTo("0.003");
  }

  @Test
  void aChainOfRenewalsLosesNothing() {
    Customer present = job.subscribed(ACCOUNT);
    List<Customer> all = new ArrayList<>(List.of(present));
    for (int day = 13; day <= 16; day++) {
      clock.advance(Duration.ofMinutes(1));
      job.logs(present.workspace(), "10000");
      job.move(present.agreement(), AgreementState.SUCCEEDED);
      clock.advance(Duration.ofMinutes(1));
      job.logs(present.workspace(), "10000");
      Customer next = job.renewed(present, ACCOUNT);
      job.handOver(present.agreement(), next.agreement());
      job.logs(present.workspace(), "10000");
      ledger.runUntil("2026-05-%dT02:10:00Z".formatted(day));
      present = next;
      all.add(next);
    }
    // 12 × 0.003 = 0.036: three whole units, and the rest is still owed.
    assertThat(all.stream().flatMap(one -> quantities(one).stream()).mapToLong(q -> q).sum())
        .isEqualTo(3);
    assertThat(ledger.balance(present, "CARRY")).isEqualByComparingTo("0.006");
    for (Customer one : all) {
      BigDecimal kept = ledger.balance(one, "ACCEPTED").add(ledger.balance(one, "CARRY"));
      ledger.assertBooksHold(one, kept.toPlainString());
    }
  }

  @Test
  void theTagsSplitRightAfterTheHandOver() {
    Customer old = job.subscribed(ACCOUNT);
    Customer other = job.subscribed(ACCOUNT);
    bindSecond(old, other);
    job.logs(old.workspace(), "10000");
    job.logs(other.workspace(), "20000");
    at("02:20");
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    at("02:30");
    job.logs(old.workspace(), "1000000");
    job.logs(other.workspace(), "500000");
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(old.agreement(), next.agreement());

    ledger.runUntil("2026-05-12T03:05:00Z");

    // 0.303 and 0.156 accrued: 45 units in 0.459.
    assertThat(ledger.of(next))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.quantity()).isEqualTo(45);
          assertThat(record.allocations())
              .extracting(
                  allocation -> allocation.tags().get("workspace"),
                  allocation -> allocation.quantity())
              .containsExactlyInAnyOrder(
                  tuple(old.workspace().value(), 30L), tuple(other.workspace().value(), 15L));
        });
    ledger.assertBooksHold(next, "0.459");
  }

  @Test
  void whatTheCustomerIsOwedMovesToo() {
    Customer old = job.subscribed(ACCOUNT);
    job.logs(old.workspace(), "1000000");
    at("02:20");
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    ledger.givesBack(old, "0.3");
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(old.agreement(), next.agreement());
    assertThat(ledger.balance(old, "CARRY")).isEqualByComparingTo("0");
    assertThat(ledger.balance(next, "CARRY")).isEqualByComparingTo("-0.3");

    job.logs(old.workspace(), "2000000");
    ledger.runUntil("2026-05-12T03:05:00Z");

    assertThat(quantities(next)).containsExactly(30L);
    ledger.assertBooksHold(old, "0.3");
    ledger.assertBooksHold(next, "0.3");
  }

  @Test
  void theWayThroughEndingLeavesNothingBehind() {
    Customer old = job.subscribed(ACCOUNT);
    job.logs(old.workspace(), "1000000");
    at("02:20");
    job.move(old.agreement(), AgreementState.ENDING);
    assertThat(finalRecordsOf(old)).isOne();
    at("02:25");
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    assertThat(mailsOfTheEndingRevoked(old)).isOne();
    job.logs(old.workspace(), "1000000");
    ledger.runUntil("2026-05-12T04:05:00Z");

    assertThat(quantities(old)).containsExactly(30L);
    assertThat(ledger.lockState(old)).isEqualTo("OPEN");
    assertThat(ledger.balance(old, "UNCOLLECTED")).isEqualByComparingTo("0");
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(old.agreement(), next.agreement());
    ledger.runUntil("2026-05-12T05:05:00Z");
    assertThat(quantities(next)).containsExactly(30L);
    ledger.assertBooksHold(old, "0.3");
    ledger.assertBooksHold(next, "0.3");
  }

  @ParameterizedTest(name = "by way of ACTIVE: {0}")
  @ValueSource(booleans = {true, false})
  void anEndThatWasNoneIsUndoneBeforeTheHandOver(boolean byWayOfActive) {
    Customer old = job.subscribed(ACCOUNT);
    at("02:20");
    job.move(old.agreement(), AgreementState.ENDING);
    // Its last record is made.
    ledger.runUntil("2026-05-12T03:12:00Z");
    at("03:15");
    job.logs(old.workspace(), "1000000");
    at("03:20");
    job.move(old.agreement(), AgreementState.ENDED);
    assertThat(ledger.lockState(old)).isEqualTo("LOCKED");
    assertThat(ledger.balance(old, "UNCOLLECTED")).isEqualByComparingTo("0.3");

    at("03:40");
    if (byWayOfActive) {
      job.move(old.agreement(), AgreementState.ACTIVE);
    }
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    assertThat(ledger.lockState(old)).isEqualTo("OPEN");
    assertThat(ledger.balance(old, "UNCOLLECTED")).isEqualByComparingTo("0");
    assertThat(bind.workspacesOf(old.agreement())).containsExactly(old.workspace());
    assertThat(trailOf(old))
        .isEqualTo(
            "cloud-account.registered, cloud-account.removed, cloud-account.registered "
                + bind.holderOf(old.agreement()));
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(old.agreement(), next.agreement());
    assertThat(bind.workspacesOf(next.agreement())).containsExactly(old.workspace());
    ledger.runUntil("2026-05-12T04:05:00Z");
    // Its hour has its record already: what came after it is on the next one's.
    ledger.assertBooksHold(old, "0");
    ledger.assertBooksHold(next, "0.3");
  }

  /** A workspace of another customer comes to be paid by the first one's agreement. */
  private void bindSecond(Customer first, Customer second) {
    bind.bind(second.workspace(), first.agreement());
  }

  private void at(String time) {
    clock.set(Instant.parse("2026-05-12T" + time + ":00Z"));
  }

  private List<Long> quantities(Customer customer) {
    return ledger.of(customer).stream().map(record -> record.quantity()).toList();
  }

  private long finalRecordsOf(Customer customer) {
    return ledger.count(
        "SELECT count(*) FROM outbox.work WHERE kind = 'metering.final-record' AND key = :name",
        customer.agreement().value());
  }

  private long mailsAbout(String template, Customer customer) {
    return ledger.count(
        "SELECT count(*) FROM outbox.work WHERE kind = 'notification.mail' AND key LIKE '"
            + template
            + "%' AND key LIKE '%' || :name || '%'",
        customer.agreement().value());
  }

  /** The work that tells all whom the ending was told. */
  private long mailsOfTheEndingRevoked(Customer customer) {
    return ledger.count(
        """
        SELECT count(*) FROM outbox.work
         WHERE kind = 'notification.subscription-end-mails' AND payload ->> 'agreement' = :name
           AND payload ->> 'template' = 'cloud-account-ending-revoked'\
        """,
        customer.agreement().value());
  }

  /** What became of the cloud account, and whose it is. */
  private String trailOf(Customer customer) {
    return ledger.text(
        """
        SELECT string_agg(action, ', ' ORDER BY id) || ' ' || string_agg(DISTINCT details ->> 'billingAccount', ' ')
          FROM audit.entry WHERE subject = :name AND action LIKE 'cloud-account.%'\
        """,
        customer.agreement().value());
  }

  private long locksOf(Customer customer) {
    return ledger.count(
        "SELECT count(*) FROM locking.lock WHERE workspace_id = :name",
        customer.workspace().value());
  }
}
