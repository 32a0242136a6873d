package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever AWS answers, or does not: nothing is lost, doubled or guessed. */
@JobTest
class RecordOutcomesIntegrationTests implements BothProducts {

  private final MainJob job;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final Ledger ledger;

  @Autowired
  RecordOutcomesIntegrationTests(
      MainJob job, TestClock clock, OutboxWorker worker, FakeMarketplace aws, Ledger ledger) {
    this.job = job;
    this.clock = clock;
    this.worker = worker;
    this.aws = aws;
    this.ledger = ledger;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void aRejectedRecordOfAnEndingAgreementWaitsForAPerson() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    aws.answering(_ -> new CallAnswer.Rejected(400, "InvalidUsageDimensionException", "{}"));
    clock.advance(Duration.ofSeconds(1));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDING);
    assertThat(ledger.balance(customer, "REFUSED")).isEqualByComparingTo("2");
    ledger.assertBooksHold(customer, "2");
    // It must not answer the calls that other tests script.
    job.says("unsubscribe-success", customer.identifier(), clock.now());
  }

  @Test
  void anUnansweredCallIsMadeAgainWithTheSameBytes() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    aws.answering(records -> {
      aws.take(records);
      return new CallAnswer.Unanswered(null, "cut");
    });
    ledger.runUntil("2026-05-12T03:05:00Z");
    assertThat(ledger.balance(customer, "SENT")).isEqualByComparingTo("2");

    clock.advance(Duration.ofMinutes(1));
    worker.runAll();

    assertThat(aws.calls()).hasSize(2).containsOnly(aws.calls().getFirst());
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(200L);
    assertThat(ledger.balance(customer, "ACCEPTED")).isEqualByComparingTo("2");
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void aRecordThatAwsNeverTookExpiresIntoTheNextHour() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    for (int i = 0; i < 60; i++) {
      aws.answering(_ -> new CallAnswer.NotSent("refused"));
    }
    ledger.runUntil("2026-05-12T09:06:00Z");
    while (ledger.balance(customer, "ACCEPTED").signum() == 0) {
      clock.advance(Duration.ofMinutes(30));
      worker.runAll();
      assertThat(clock.now()).isBefore(Instant.parse("2026-05-13T00:00:00Z"));
    }
    assertThat(ledger.of(customer).stream().mapToLong(UsageRecord::quantity).sum()).isEqualTo(200);
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void aRefusalAfterTheEndBeganEndsTheAgreement() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    aws.answering(records ->
        new CallAnswer.Answered(
            "{}",
            records.stream().map(_ -> (RecordAnswer) new RecordAnswer.NotSubscribed()).toList()));
    clock.advance(Duration.ofSeconds(1));
    // AWS's clock is ahead of ours.
    job.says("unsubscribe-pending", customer.identifier(), Ledger.MORNING.plusSeconds(5));

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("2");
    assertThat(ledger.balance(customer, "REFUSED")).isEqualByComparingTo("0");
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void aRefusalAfterAnAttemptWithoutAnAnswerLeavesItOpenWhetherAwsHasIt() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", Ledger.MORNING);
    aws.answering(records -> {
      aws.take(records);
      return new CallAnswer.Unanswered(null, "cut");
    });
    aws.answering(records ->
        new CallAnswer.Answered(
            "{}",
            records.stream().map(_ -> (RecordAnswer) new RecordAnswer.NotSubscribed()).toList()));
    clock.advance(Duration.ofSeconds(1));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    clock.advance(Duration.ofMinutes(1));
    worker.runAll();

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.balance(customer, "UNKNOWN")).isEqualByComparingTo("2");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
    ledger.assertBooksHold(customer, "2");
  }
}
