package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.outbox.OutboxWorker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How long calls are kept as sent and as answered. */
@JobTest
class CallsKeptIntegrationTests implements BothProducts {

  private static final String CLOSE = "2026-05-12T03:05:00Z";

  private final MainJob job;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final Ledger ledger;
  private final JdbcClient jdbc;

  @Autowired
  CallsKeptIntegrationTests(
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

  private Customer used() {
    ledger.startInTheMorning();
    return Ledger.used(job);
  }

  @Test
  void callsAreKeptForTheirTime() {
    Customer customer = used();
    ledger.runUntil(CLOSE);
    age(customer, 399);
    assertThat(outcomes(customer)).containsExactly("ANSWERED");

    age(customer, 2);
    assertThat(outcomes(customer)).isEmpty();
    assertThat(state(customer)).isEqualTo("ACCEPTED");
    ledger.assertBooksHold(customer, "2");
  }

  @Test
  void callsOfARecordThatWaitsForAPersonAreKeptWithIt() {
    Customer customer = used();
    aws.answering(_ -> new CallAnswer.Rejected(400, "InvalidUsageDimensionException", "{}"));
    ledger.runUntil(CLOSE);
    age(customer, 401);

    assertThat(outcomes(customer)).containsExactly("REJECTED");
  }

  /** The customer's calls were so many days earlier, and the old ones are looked for. */
  private void age(Customer customer, int days) {
    jdbc.sql(
            """
            UPDATE metering.call SET sent_at = sent_at - make_interval(days => :days)
             WHERE id IN (SELECT c.call_id FROM metering.record_call c JOIN metering.record r ON r.id = c.record_id
                           WHERE r.agreement_id = :id)\
            """)
        .param("days", days)
        .param("id", customer.agreement().value())
        .update();
    jdbc.sql("UPDATE outbox.work SET due_at = :now WHERE kind = 'metering.keep-calls'")
        .param("now", SqlTime.utc(clock.now()))
        .update();
    worker.runAll();
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

  private String state(Customer customer) {
    return jdbc.sql("SELECT state FROM metering.record WHERE agreement_id = :id")
        .param("id", customer.agreement().value())
        .query(String.class)
        .single();
  }
}
