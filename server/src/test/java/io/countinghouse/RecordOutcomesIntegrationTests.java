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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever AWS answers, or does not: nothing is lost, doubled or guessed. */
@JobTest
class RecordOutcomesIntegrationTests implements BothProducts {

  private final MainJob job;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final Ledger ledger;
  private final JdbcClient jdbc;

  @Autowired
  RecordOutcomesIntegrationTests(
      MainJob job,
      TestClock clock,
      OutboxWorker worker,
      FakeMarketplace aws,
      Ledger ledger,
      JdbcClient jdbc) {
    this.job = job;
    this.clock = clock;
    this.worker = worker;
    this.aws = aws;
    this.ledger = ledger;
    this.jdbc = jdbc;
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

  /** Its deadline is earlier then, and AWS takes nothing after it. */
  @Test
  void theLastRecordGoesOutBeforeTheDeadlineOfAnEarlierEndLearntLater() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    clock.set(Instant.parse("2026-05-12T02:40:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    clock.set(Instant.parse("2026-05-12T02:50:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), Instant.parse("2026-05-12T02:15:00Z"));
    job.uses(customer.workspace(), "log", "3d", "500000", clock.now());

    ledger.runUntil("2026-05-12T03:05:00Z");
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::quantity)
        .containsExactlyInAnyOrder(100L, 50L);
    ledger.runUntil("2026-05-12T03:15:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
    ledger.assertBooksHold(customer, "1.5");
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

  /** AWS may have it, and will never say so: it is neither owed again nor tried for hours. */
  @Test
  void aTimeOutOfBoundsOfARecordThatAwsMayHaveWaitsForAPerson() {
    Customer customer = Ledger.used(job);
    aws.answering(records -> {
      aws.take(records);
      return new CallAnswer.Unanswered(null, "cut");
    });
    aws.answering(_ -> new CallAnswer.Rejected(400, "TimestampOutOfBoundsException", "{}"));
    ledger.runUntil("2026-05-12T03:05:00Z");
    later(Duration.ofMinutes(1));

    assertThat(ledger.recordState(customer)).isEqualTo("UNKNOWN");
    assertThat(ledger.balance(customer, "UNKNOWN")).isEqualByComparingTo("2");
    ledger.assertBooksHold(customer, "2");
    later(Duration.ofMinutes(10));
    assertThat(aws.calls()).hasSize(2);
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(200L);
  }

  /** Its end is work of its own, tried again until it succeeds. */
  @Test
  void anEndThatFailsKeepsNoOtherRecordFromItsAnswer() {
    Customer ending = Ledger.used(job);
    Customer other = Ledger.used(job);
    aws.answering(_ -> new CallAnswer.NotSent("refused"));
    ledger.runUntil("2026-05-12T03:05:00Z");
    job.says("unsubscribe-pending", ending.identifier(), clock.now());
    aws.answering(records ->
        new CallAnswer.Answered(
            "{}",
            records.stream()
                .<RecordAnswer>map(it ->
                    ledger.names(List.of(it), ending)
                        ? new RecordAnswer.NotSubscribed()
                        : new RecordAnswer.Accepted("receipt"))
                .toList()));
    mayEnd(false);
    try {
      later(Duration.ofMinutes(1));
    } finally {
      mayEnd(true);
    }
    assertThat(aws.calls()).hasSize(2);
    assertThat(ledger.recordState(other)).isEqualTo("ACCEPTED");
    assertThat(ledger.recordState(ending)).isEqualTo("REFUSED");
    assertThat(ledger.state(ending)).isEqualTo(AgreementState.ENDING);

    later(Duration.ofMinutes(1));
    assertThat(ledger.state(ending)).isEqualTo(AgreementState.ENDED);
    String cause =
        "SELECT cause FROM marketplace.agreement_move WHERE agreement_id = :name ORDER BY id DESC LIMIT 1";
    assertThat(ledger.text(cause, ending.agreement().value())).startsWith("NOT_SUBSCRIBED rec_");
    assertThat(ledger.balance(ending, "UNCOLLECTED")).isEqualByComparingTo("2");
    ledger.assertBooksHold(ending, "2");
  }

  /** Whether the database lets any agreement end. */
  private void mayEnd(boolean may) {
    jdbc.sql(
            "ALTER TABLE marketplace.agreement "
                + (may
                    ? "DROP CONSTRAINT goes_on"
                    : "ADD CONSTRAINT goes_on CHECK (state <> 'ENDED') NOT VALID"))
        .update();
  }

  private void later(Duration by) {
    clock.advance(by);
    worker.runAll();
  }
}
