package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.OutboxWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What goes out first, and how much of it in one call. */
@ServerTest
@Import(MainJob.Beans.class)
class CallOrderIntegrationTests {

  private static final String US = "countinghouse.marketplace.products[1].";

  private static final int PER_CALL = 25;

  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final JdbcClient jdbc;
  private final MainJob job;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final List<List<UsageRecord>> calls = new ArrayList<>();

  @Autowired
  CallOrderIntegrationTests(
      TestClock clock, OutboxWorker worker, FakeMarketplace aws, JdbcClient jdbc, MainJob job) {
    this.clock = clock;
    this.worker = worker;
    this.aws = aws;
    this.jdbc = jdbc;
    this.job = job;
  }

  /** Two products of one account and region, both with a cut at the month's end. */
  @DynamicPropertySource
  static void products(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    registry.add("countinghouse.marketplace.products[0].month-end-cut", () -> "6h");
    // Calls made at the same time arrive in any order.
    registry.add("countinghouse.metering.calls-in-flight", () -> "1");
    registry.add(US + "id", () -> "other");
    registry.add(US + "code", () -> "prodother");
    registry.add(US + "title-zh", () -> "观测云");
    registry.add(US + "title-en", () -> "Guance");
    registry.add(US + "partition", () -> "aws-cn");
    registry.add(US + "region", () -> "cn-northwest-1");
    registry.add(US + "currency", () -> "CNY");
    registry.add(US + "dimensions[0]", () -> "fee");
    registry.add(US + "unit", () -> "0.01");
    registry.add(US + "month-end-cut", () -> "6h");
    registry.add(US + "queue-url", () -> "http://localhost/queue");
    registry.add(US + "subscribe-url", () -> "http://localhost/subscribe");
    registry.add(US + "manage-url", () -> "http://localhost/manage");
  }

  @BeforeEach
  void noWork() {
    jdbc.sql("DELETE FROM outbox.work").update();
    aws.reset();
    Function<List<UsageRecord>, CallAnswer> seen =
        records -> {
          calls.add(records);
          return aws.take(records);
        };
    for (int i = 0; i < 20; i++) {
      aws.answering(seen);
    }
  }

  /** A record that is due, of a customer of its own. */
  private void due(String product, String hour, List<UsageRecord.Allocation> allocations) {
    String customer = product + NUMBERS.incrementAndGet();
    AgreementId agreement = new AgreementId("agmt_" + customer);
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at,
                                               created_at)
            VALUES (:id, :product, :customer, 'FAILED', :hour, :now)\
            """)
        .param("id", agreement.value())
        .param("customer", customer)
        .param("product", product)
        .param("hour", SqlTime.utc(Instant.parse(hour)))
        .param("now", SqlTime.utc(clock.now()))
        .update();
    due(product, agreement, customer, hour, allocations);
  }

  private UsageRecord due(
      String product,
      AgreementId agreement,
      String customer,
      String stamp,
      List<UsageRecord.Allocation> allocations) {
    UsageRecord record =
        new UsageRecord(
            new UsageRecord.Customer.Legacy(customer),
            "fee",
            Instant.parse(stamp),
            allocations.stream().mapToLong(UsageRecord.Allocation::quantity).sum(),
            allocations);
    jdbc.sql(
            """
            INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                         currency, wire, state, next_attempt_at, made_at)
            VALUES ('rec_' || :customer, :agreement, :product, 'fee', date_trunc('hour', :stamp, 'UTC'), :stamp,
                    :quantity, 0, 'CNY', :wire, 'DUE', :now, :now)\
            """)
        .param("customer", customer)
        .param("agreement", agreement.value())
        .param("product", product)
        .param("stamp", SqlTime.utc(record.stamp()))
        .param("quantity", record.quantity())
        .param("wire", aws.encode(record))
        .param("now", SqlTime.utc(clock.now()))
        .update();
    return record;
  }

  /** More records than a call takes. */
  private void backlog(String product, String hour) {
    for (int i = 0; i < PER_CALL + 5; i++) {
      due(product, hour, List.of());
    }
  }

  private void report(String product) {
    jdbc.sql(
            """
            INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
            VALUES ('metering.report', :product, '{}', :now, now()) ON CONFLICT DO NOTHING\
            """)
        .param("product", product)
        .param("now", SqlTime.utc(clock.now()))
        .update();
  }

  @Test
  void theOldestHoursGoFirst() {
    clock.set(Instant.parse("2026-05-12T05:10:00Z"));
    due("prodcn", "2026-05-12T04:00:00Z", List.of());
    due("prodcn", "2026-05-12T01:00:00Z", List.of());
    due("prodcn", "2026-05-12T03:00:00Z", List.of());
    report("prodcn");
    worker.runAll();
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst())
        .extracting(UsageRecord::stamp)
        .containsExactly(
            Instant.parse("2026-05-12T01:00:00Z"),
            Instant.parse("2026-05-12T03:00:00Z"),
            Instant.parse("2026-05-12T04:00:00Z"));
  }

  @Test
  void lastMonthsHoursOfAnyProductGoFirstBeforeTheCut() {
    clock.set(Instant.parse("2026-06-01T02:10:00Z"));
    due("prodcn", "2026-06-01T01:00:00Z", List.of());
    due("prodcn", "2026-05-31T23:00:00Z", List.of());
    due("prodother", "2026-05-31T22:00:00Z", List.of());
    report("prodcn");
    worker.runAll();
    // The other product's hour of May waits for the quota, so this product's hour of June waits
    // too.
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst())
        .extracting(UsageRecord::stamp)
        .containsExactly(Instant.parse("2026-05-31T23:00:00Z"));

    report("prodother");
    clock.advance(Duration.ofSeconds(10));
    worker.runAll();
    assertThat(calls).hasSize(3);
  }

  @Test
  void whatAnEndingAgreementOwesGoesBeforeABacklog() {
    clock.set(Instant.parse("2026-05-12T04:10:00Z"));
    Customer customer = job.subscribed(clock.now());
    clock.set(Instant.parse("2026-05-12T05:10:00Z"));
    UsageRecord waiting =
        due(
            "prodcn",
            customer.agreement(),
            customer.identifier(),
            "2026-05-12T04:10:00Z",
            List.of());
    backlog("prodcn", "2026-05-12T03:00:00Z");
    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    assertThat(calls).hasSize(2);
    assertThat(calls.getFirst()).hasSize(PER_CALL);
    assertThat(calls.getFirst().subList(0, 2))
        .allSatisfy(it -> assertThat(it.customer()).isEqualTo(waiting.customer()))
        .extracting(UsageRecord::stamp)
        .containsExactly(waiting.stamp(), Instant.parse("2026-05-12T05:00:00Z"));

    calls.clear();
    clock.set(Instant.parse("2026-05-12T06:00:00Z"));
    backlog("prodcn", "2026-05-12T03:00:00Z");
    worker.runAll();
    assertThat(calls.getFirst().getFirst())
        .satisfies(it -> assertThat(it.customer()).isEqualTo(waiting.customer()))
        .extracting(UsageRecord::stamp)
        .isEqualTo(Instant.parse("2026-05-12T06:00:00Z"));
  }

  @Test
  void lastMonthsHoursDoNotHoldBackAnEndingAgreement() {
    clock.set(Instant.parse("2026-06-01T02:10:00Z"));
    Customer customer = job.subscribed(clock.now());
    due("prodother", "2026-05-31T22:00:00Z", List.of());
    due("prodcn", "2026-06-01T01:00:00Z", List.of());
    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst())
        .extracting(UsageRecord::customer)
        .containsExactly(new UsageRecord.Customer.Legacy(customer.identifier()));
  }

  @Test
  void whatIsTooOldIsNeverSent() {
    clock.set(Instant.parse("2026-06-01T06:10:00Z"));
    due("prodcn", "2026-05-31T23:00:00Z", List.of());
    due("prodcn", "2026-06-01T00:00:00Z", List.of());
    report("prodcn");
    worker.runAll();
    assertThat(calls).hasSize(1);
    assertThat(calls.getFirst())
        .extracting(UsageRecord::stamp)
        .containsExactly(Instant.parse("2026-06-01T00:00:00Z"));
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM metering.record WHERE state = 'EXPIRED' AND reason = 'TooOld'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  @Test
  void aCallStaysBelowAMegabyte() {
    clock.set(Instant.parse("2026-05-12T05:10:00Z"));
    List<UsageRecord.Allocation> many = new ArrayList<>();
    for (int i = 0; i < UsageRecord.ALLOCATIONS_MAX; i++) {
      SortedMap<String, String> tags = new TreeMap<>();
      tags.put("workspace", "wksp_" + "0".repeat(60) + i);
      tags.put("site", "cn2");
      many.add(new UsageRecord.Allocation(1, tags));
    }
    for (int i = 0; i < 6; i++) {
      due("prodcn", "2026-05-12T04:00:00Z", many);
    }
    report("prodcn");
    worker.runAll();
    assertThat(calls.stream().mapToInt(List::size).sum()).isEqualTo(6);
    assertThat(calls).hasSizeGreaterThan(1);
    assertThat(aws.calls())
        .allSatisfy(it -> assertThat(it.length()).isLessThan(MarketplaceApi.CALL_BYTES_MAX));
  }
}
