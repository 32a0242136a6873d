package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every row of the tables of outcomes and exceptions (facts, 4.5 and 4.6). */
@JobTest
class CallOutcomesIntegrationTests implements BothProducts {

  private static final String CLOSE = "2026-05-12T03:05:00Z";

  private final MainJob job;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final Ledger ledger;
  private final JdbcClient jdbc;

  @Autowired
  CallOutcomesIntegrationTests(
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

  private void later(Duration by) {
    clock.advance(by);
    worker.runAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidUsageDimensionException",
        "InvalidCustomerIdentifierException",
        "InvalidLicenseException",
        "SomethingNobodyKnowsException"
      })
  void aRejectionOfOneRecordAloneRefusesIt(String error) {
    Customer customer = Ledger.used(job);
    aws.answering(_ -> new CallAnswer.Rejected(400, error, "{}"));
    ledger.runUntil(CLOSE);

    assertThat(ledger.recordState(customer)).isEqualTo("REFUSED");
    assertThat(ledger.balance(customer, "REFUSED")).isEqualByComparingTo("2");
    ledger.assertBooksHold(customer, "2");
    later(Duration.ofHours(1));
    assertThat(ledger.of(customer)).allMatch(record -> record.quantity() == 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"InvalidTagException", "InvalidUsageAllocationsException", "TooManyTagsException"})
  void refusedAllocationsAreLeftOut(String error) {
    Customer customer = Ledger.used(job);
    aws.answering(_ -> new CallAnswer.Rejected(400, error, "{}"));
    ledger.runUntil(CLOSE);

    assertThat(ledger.of(customer))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.quantity()).isEqualTo(200);
          assertThat(record.allocations()).isEmpty();
        });
    assertThat(ledger.recordState(customer)).isEqualTo("ACCEPTED");
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void refusedAllocationsOfARecordThatAwsMayHaveStayOurOwn() {
    Customer customer = Ledger.used(job);
    aws.answering(records -> {
      aws.take(records);
      return new CallAnswer.Unanswered(500, "internal");
    });
    aws.answering(_ -> new CallAnswer.Rejected(400, "InvalidTagException", "{}"));
    ledger.runUntil(CLOSE);
    later(Duration.ofMinutes(1));

    assertThat(ledger.recordState(customer)).isEqualTo("ACCEPTED");
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(200L);
    ledger.assertBooksHold(customer, "2");
  }

  /** AWS took the record and said so when nobody listened any more. */
  @Test
  void anAcceptanceThatCameTooLateIsHeardByTheSameBytes() {
    Customer customer = Ledger.used(job);
    aws.answering(records -> {
      aws.take(records);
      return new CallAnswer.Unanswered(null, "timed out");
    });
    ledger.runUntil(CLOSE);
    assertThat(ledger.recordState(customer)).isEqualTo("SENT");
    ledger.assertBooksHold(customer, "2");

    later(Duration.ofMinutes(1));
    assertThat(ledger.recordState(customer)).isEqualTo("ACCEPTED");
    assertThat(aws.calls()).hasSize(2).containsOnly(aws.calls().getFirst());
    assertThat(outcomes(customer)).containsExactly("UNANSWERED", "ANSWERED");
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(200L);
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void aTimeOutOfBoundsExpiresTheRecordAndOwesItsAmountAgain() {
    Customer customer = Ledger.used(job);
    aws.answering(_ -> new CallAnswer.Rejected(400, "TimestampOutOfBoundsException", "{}"));
    ledger.runUntil(CLOSE);
    assertThat(ledger.recordState(customer)).isEqualTo("EXPIRED");
    assertThat(ledger.balance(customer, "CARRY")).isEqualByComparingTo("2");

    ledger.runUntil("2026-05-12T04:05:00Z");
    assertThat(ledger.of(customer))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.quantity()).isEqualTo(200);
          assertThat(record.stamp()).isEqualTo(Instant.parse("2026-05-12T03:00:00Z"));
        });
    ledger.assertBooksHold(customer, "2");
  }

  @ParameterizedTest
  @CsvSource({
    "Throttled, ThrottlingException, THROTTLED",
    "Misconfigured, InvalidProductCodeException, MISCONFIGURED",
    "Misconfigured, DisabledApiException, MISCONFIGURED",
    "Misconfigured, AccessDeniedException, MISCONFIGURED",
    "NotSent, refused, NOT_SENT"
  })
  void whatLiesNotInTheRecordsWaitsAndComesAgain(String kind, String error, String outcome) {
    Customer customer = Ledger.used(job);
    aws.answering(_ ->
        switch (kind) {
          case "Throttled" -> new CallAnswer.Throttled(400, error, "{}");
          case "Misconfigured" -> new CallAnswer.Misconfigured(400, error, "{}");
          default -> new CallAnswer.NotSent(error);
        });
    ledger.runUntil(CLOSE);
    assertThat(ledger.recordState(customer)).isEqualTo("DUE");
    assertThat(outcomes(customer)).containsExactly(outcome);

    later(Duration.ofMinutes(1));
    assertThat(ledger.recordState(customer)).isEqualTo("ACCEPTED");
    assertThat(aws.calls()).hasSize(2).containsOnly(aws.calls().getFirst());
    assertThat(outcomes(customer)).containsExactly(outcome, "ANSWERED");
    ledger.assertBooksHold(customer, "2");
  }

  private List<String> outcomes(Customer customer) {
    return jdbc.sql(
            """
            SELECT c.outcome FROM metering.call c JOIN metering.record_call rc ON rc.call_id = c.id
              JOIN metering.record r ON r.id = rc.record_id WHERE r.agreement_id = :id ORDER BY c.id\
            """)
        .param("id", customer.agreement().value())
        .query((rs, _) -> rs.getString("outcome"))
        .list();
  }

  @Test
  void eachStatusSettlesItsOwnRecord() {
    List<Customer> customers =
        List.of(Ledger.used(job), Ledger.used(job), Ledger.used(job), Ledger.used(job));
    List<UsageRecord.Customer> order = new ArrayList<>();
    aws.answering(records -> {
      records.forEach(it -> order.add(it.customer()));
      aws.take(records.subList(0, 1));
      return new CallAnswer.Answered(
          "{}",
          List.of(
              new RecordAnswer.Accepted("receipt"),
              new RecordAnswer.NotSubscribed(),
              new RecordAnswer.Duplicate("theirs"),
              new RecordAnswer.Unprocessed()));
    });
    ledger.runUntil(CLOSE);

    List<String> states =
        order.stream()
            .map(it ->
                customers.stream()
                    .filter(customer ->
                        it.equals(new UsageRecord.Customer.Legacy(customer.identifier())))
                    .findFirst()
                    .orElseThrow())
            .map(ledger::recordState)
            .toList();
    assertThat(states).containsExactly("ACCEPTED", "REFUSED", "DISPUTED", "DUE");
    customers.forEach(it -> ledger.assertBooksHold(it, "2"));

    later(Duration.ofMinutes(1));
    assertThat(customers)
        .extracting(ledger::recordState)
        .containsExactlyInAnyOrder("ACCEPTED", "REFUSED", "DISPUTED", "ACCEPTED");
  }

  @Test
  void aBadRecordIsFoundByHalving() {
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      customers.add(Ledger.used(job));
    }
    Customer bad = customers.get(5);
    for (int i = 0; i < 20; i++) {
      aws.answering(records ->
          ledger.names(records, bad)
              ? new CallAnswer.Rejected(400, "InvalidUsageDimensionException", "{}")
              : aws.take(records));
    }
    ledger.runUntil(CLOSE);

    assertThat(ledger.recordState(bad)).isEqualTo("REFUSED");
    assertThat(customers.stream().filter(it -> !it.equals(bad)))
        .allSatisfy(it -> assertThat(ledger.recordState(it)).isEqualTo("ACCEPTED"));
    // The whole, and at each of three halvings the two halves.
    assertThat(aws.calls()).hasSize(7);
  }
}
