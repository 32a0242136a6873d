package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.settlement.Bind;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Agreements told apart by their licences, several of one AWS account, beside the legacy model. */
@JobTest
class ConcurrentAgreementsIntegrationTests implements BothProducts {

  private static final String FIRST = "345678901234";
  private static final String SECOND = "456789012345";

  private final ConcurrentJob job;
  private final MainJob legacy;
  private final Ledger ledger;
  private final Bind bind;
  private final FakeMarketplace aws;
  private final JdbcClient jdbc;
  private final MeterRegistry meters;
  private final TestClock clock;

  @Autowired
  ConcurrentAgreementsIntegrationTests(
      ConcurrentJob job,
      MainJob legacy,
      Ledger ledger,
      Bind bind,
      FakeMarketplace aws,
      JdbcClient jdbc,
      MeterRegistry meters,
      TestClock clock) {
    this.job = job;
    this.legacy = legacy;
    this.ledger = ledger;
    this.bind = bind;
    this.aws = aws;
    this.jdbc = jdbc;
    this.meters = meters;
    this.clock = clock;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void twoAccountsWithTwoAgreementsEachAreChargedToTheRightLicence() {
    List<Customer> customers =
        List.of(
            job.subscribed(FIRST),
            job.subscribed(FIRST),
            job.subscribed(SECOND),
            job.subscribed(SECOND));
    Customer yuan = legacy.subscribed(Ledger.MORNING);
    for (int i = 0; i < customers.size(); i++) {
      job.logs(customers.get(i).workspace(), (i + 1) + "000000");
    }
    job.logs(yuan.workspace(), "1000000");

    ledger.runUntil("2026-05-12T03:05:00Z");

    for (int i = 0; i < customers.size(); i++) {
      Customer customer = customers.get(i);
      long units = 30L * (i + 1);
      String account = i < 2 ? FIRST : SECOND;
      assertThat(ledger.of(customer))
          .singleElement()
          .satisfies(record -> {
            assertThat(record.quantity()).isEqualTo(units);
            assertThat(record.customer())
                .isInstanceOfSatisfying(
                    UsageRecord.Customer.Licensed.class,
                    licensed -> assertThat(licensed.awsAccountId()).isEqualTo(account));
            assertThat(record.allocations())
                .singleElement()
                .satisfies(allocation ->
                    assertThat(allocation.tags())
                        .containsEntry("workspace", customer.workspace().value())
                        .containsEntry("site", "us1"));
          });
      ledger.assertBooksHold(customer, i == 0 ? "0.3" : i == 1 ? "0.6" : i == 2 ? "0.9" : "1.2");
    }
    assertThat(ledger.of(yuan)).extracting(UsageRecord::quantity).containsExactly(100L);
    ledger.assertBooksHold(yuan, "1");
  }

  @Test
  void oneBadLicenceHoldsUpNoOther() {
    List<Customer> customers =
        List.of(
            job.subscribed(FIRST),
            job.subscribed(FIRST),
            job.subscribed(SECOND),
            job.subscribed(SECOND));
    customers.forEach(customer -> job.logs(customer.workspace(), "1000000"));
    Customer bad = customers.get(1);
    for (int i = 0; i < 10; i++) {
      aws.answering(records ->
          ledger.names(records, bad)
              ? new CallAnswer.Rejected(400, "InvalidLicenseException", "{}")
              : aws.take(records));
    }

    ledger.runUntil("2026-05-12T03:05:00Z");

    for (Customer customer : customers) {
      boolean refused = customer.equals(bad);
      assertThat(ledger.balance(customer, refused ? "REFUSED" : "ACCEPTED"))
          .isEqualByComparingTo("0.3");
      ledger.assertBooksHold(customer, "0.3");
    }
    assertThat(ledger.of(bad)).isEmpty();
  }

  @Test
  void aWorkspaceIsSettledThroughTheAgreementItIsBoundToNow() {
    Customer one = job.subscribed(FIRST);
    Customer other = job.subscribed(FIRST);
    job.logs(one.workspace(), "1000000");
    clock.advance(Duration.ofMinutes(1));
    bind.bind(one.workspace(), other.agreement());
    job.logs(one.workspace(), "2000000");

    ledger.runUntil("2026-05-12T03:05:00Z");

    assertThat(ledger.of(one)).extracting(UsageRecord::quantity).containsExactly(30L);
    assertThat(ledger.of(other)).extracting(UsageRecord::quantity).containsExactly(60L);
  }

  @Test
  void aReadingThatFailsIsCountedAndHoldsUpNoOther() {
    double before = failedReadings();
    Customer customer = job.subscribed(FIRST);
    job.logs(customer.workspace(), "1000000");
    WorkspaceId nowhere = new WorkspaceId("wksp_nowhere");
    jdbc.sql(
            """
            INSERT INTO usage.hour_point (workspace_id, day, item, retention, measure, hour, quantity)
            VALUES (:id, '2026-05-12', 'log', '3d', '', '2026-05-12T02:00:00Z', 5)\
            """)
        .param("id", nowhere.value())
        .update();
    jdbc.sql("INSERT INTO usage.touched_day (workspace_id, day) VALUES (:id, '2026-05-12')")
        .param("id", nowhere.value())
        .update();

    ledger.runUntil("2026-05-12T03:05:00Z");

    assertThat(failedReadings()).isEqualTo(before + 1);
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(30L);
    assertThat(notedAsFailed(nowhere)).isTrue();
    jdbc.sql("DELETE FROM usage.touched_day WHERE workspace_id = :id")
        .param("id", nowhere.value())
        .update();

    ledger.runUntil("2026-05-12T04:05:00Z");

    assertThat(notedAsFailed(nowhere)).isFalse();
  }

  private boolean notedAsFailed(WorkspaceId workspace) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM metering.failed_reading WHERE workspace_id = :id)")
        .param("id", workspace.value())
        .query(Boolean.class)
        .single();
  }

  private double failedReadings() {
    return meters.counter("countinghouse.readings.failed").count();
  }
}
