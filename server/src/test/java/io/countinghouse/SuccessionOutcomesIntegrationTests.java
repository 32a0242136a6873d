package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.metering.DoNotMeter;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Records on their way, refused or lost while an agreement is handed over stay where they are. */
@JobTest
class SuccessionOutcomesIntegrationTests implements BothProducts {

  private static final String ACCOUNT = "345678901234";

  private final ConcurrentJob job;
  private final Ledger ledger;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final DoNotMeter doNotMeter;
  private final TransactionTemplate tx;

  @Autowired
  SuccessionOutcomesIntegrationTests(
      ConcurrentJob job,
      Ledger ledger,
      TestClock clock,
      OutboxWorker worker,
      FakeMarketplace aws,
      DoNotMeter doNotMeter,
      TransactionTemplate tx) {
    this.job = job;
    this.ledger = ledger;
    this.clock = clock;
    this.worker = worker;
    this.aws = aws;
    this.doNotMeter = doNotMeter;
    this.tx = tx;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void aRecordOnItsWayIsChargedToTheOldLicence() {
    Customer old = usedAndRenewed();
    aws.answering(_ -> new CallAnswer.Unanswered(null, "cut"));
    worker.runAll();
    assertThat(ledger.balance(old, "SENT")).isEqualByComparingTo("0.3");
    Customer next = handedOver(old);
    assertThat(ledger.balance(old, "SENT")).isEqualByComparingTo("0.3");
    ledger.assertBooksHold(old, "0.3");

    ledger.runUntil("2026-05-12T03:05:00Z");

    assertThat(ledger.of(old)).extracting(UsageRecord::quantity).containsExactly(30L);
    assertThat(ledger.of(next)).extracting(UsageRecord::quantity).containsExactly(30L);
    ledger.assertBooksHold(old, "0.3");
    ledger.assertBooksHold(next, "0.303");
  }

  @Test
  void aRefusedRecordStaysForAPersonAndTheRestMoves() {
    Customer old = usedAndRenewed();
    aws.answering(_ -> new CallAnswer.Rejected(400, "InvalidLicenseException", "{}"));
    worker.runAll();
    assertThat(ledger.balance(old, "REFUSED")).isEqualByComparingTo("0.3");

    Customer next = handedOver(old);
    ledger.runUntil("2026-05-12T03:05:00Z");

    assertThat(ledger.balance(old, "REFUSED")).isEqualByComparingTo("0.3");
    assertThat(ledger.of(old)).isEmpty();
    ledger.assertBooksHold(old, "0.3");
    ledger.assertBooksHold(next, "0.303");
  }

  @Test
  void aRecordThatAwsNeverTookIsUncollectedOnTheOldAgreement() {
    Customer old = usedAndRenewed();
    for (int i = 0; i < 400; i++) {
      aws.answering(_ -> new CallAnswer.NotSent("refused"));
    }
    worker.runAll();
    Customer next = handedOver(old);
    ledger.runUntil("2026-05-12T09:06:00Z");
    while (ledger.balance(old, "DUE").signum() != 0) {
      clock.advance(Duration.ofMinutes(30));
      worker.runAll();
      assertThat(clock.now()).isBefore(Instant.parse("2026-05-13T00:00:00Z"));
    }
    assertThat(ledger.balance(old, "UNCOLLECTED")).isEqualByComparingTo("0.3");
    ledger.assertBooksHold(old, "0.3");
    ledger.assertBooksHold(next, "0.303");
  }

  @Test
  void whatIsNotMeteredIsNotMeteredOnTheSuccessorEither() {
    Customer old = usedAndRenewed();
    tx.executeWithoutResult(_ ->
        doNotMeter.add(
            DoNotMeter.Kind.AGREEMENT, old.agreement().value(), Actor.SYSTEM, "our own"));
    Customer next = handedOver(old);
    ledger.runUntil("2026-05-12T03:05:00Z");
    assertThat(ledger.of(next)).isEmpty();
    assertThat(ledger.balance(next, "WITHHELD")).isPositive();
  }

  /** Used for 0.303 before the renewal and for 0.30 after it, with the flush still to be sent. */
  private Customer usedAndRenewed() {
    Customer old = job.subscribed(ACCOUNT);
    job.logs(old.workspace(), "1010000");
    clock.advance(Duration.ofMinutes(10));
    job.move(old.agreement(), AgreementState.SUCCEEDED);
    job.logs(old.workspace(), "1000000");
    return old;
  }

  private Customer handedOver(Customer old) {
    Customer next = job.renewed(old, ACCOUNT);
    job.handOver(old.agreement(), next.agreement());
    return next;
  }
}
