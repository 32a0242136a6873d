package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.billing.Book;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.Landing;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.marketplace.Troubles;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.Alarms;
import io.countinghouse.metering.StrandedCarries;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Alarms of what does not come: AWS's word, a price, a record. */
@ServerTest
@Import(MainJob.Beans.class)
class MissingAlarmsIntegrationTests {

  @Autowired private MainJob job;
  @Autowired private Ledger ledger;
  @Autowired private Landing landing;
  @Autowired private Products products;
  @Autowired private Troubles troubles;
  @Autowired private FakeMarketplace aws;
  @Autowired private JdbcClient jdbc;
  @Autowired private Alarms alarms;
  @Autowired private StrandedCarries stranded;
  @Autowired private TransactionTemplate tx;

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    registry.add("countinghouse.metering.alarm-every", () -> "11m");
  }

  /** AWS refuses the landing, the queue, the comparison; each is told until it is well again. */
  @Test
  void whatAwsRefusesBesideTheMeteringIsTold() {
    String customer = job.newCustomer();
    Product product = products.all().getFirst();
    aws.resolving("refused", new Resolution.Misconfigured("AccessDeniedException"));
    landing.land(product, "refused", Landing.Claims.NONE);
    tx.executeWithoutResult(
        _ -> troubles.met(product, Troubles.Kind.QUEUE_UNREADABLE, "no such queue"));
    jdbc.sql(
            """
            INSERT INTO outbox.work (kind, key, payload, due_at, created_at, failing_since)
            VALUES ('metering.check-agreements', 'somebody', '{}', '2026-06-01T00:00:00Z', now(),
                    '2026-05-11T00:00:00Z')\
            """)
        .update();
    ledger.runUntil("2026-05-12T02:40:00Z");
    assertThat(kinds())
        .contains(AlarmKind.LANDINGS_FAILED, AlarmKind.QUEUE_UNREADABLE, AlarmKind.COMPARISON_LATE);

    job.lands(customer);
    tx.executeWithoutResult(_ -> troubles.over(product, Troubles.Kind.QUEUE_UNREADABLE));
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.check-agreements'").update();
    ledger.runUntil("2026-05-12T02:55:00Z");
    assertThat(kinds())
        .doesNotContain(
            AlarmKind.LANDINGS_FAILED, AlarmKind.QUEUE_UNREADABLE, AlarmKind.COMPARISON_LATE);
  }

  @Test
  void tokensThatAwsDoesNotKnowAreToldWhenThereAreManyInARow() {
    Product product = products.all().getFirst();
    for (int i = 0; i < 9; i++) {
      landing.land(product, "unknown" + i, Landing.Claims.NONE);
    }
    ledger.runUntil("2026-05-12T02:40:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.LANDINGS_FAILED);
    landing.land(product, "unknown", Landing.Claims.NONE);
    ledger.runUntil("2026-05-12T02:55:00Z");
    assertThat(kinds()).contains(AlarmKind.LANDINGS_FAILED);
    job.lands(job.newCustomer());
    ledger.runUntil("2026-05-12T03:07:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.LANDINGS_FAILED);
  }

  private List<AlarmKind> kinds() {
    return tx.execute(_ -> alarms.all()).stream().map(it -> it.alarm().kind()).toList();
  }

  @BeforeEach
  void inTheMorning() {
    jdbc.sql("UPDATE outbox.work SET due_at = :due WHERE kind = 'metering.watch-alarms'")
        .param("due", OffsetDateTime.parse("2026-05-12T02:11:00Z"))
        .update();
    jdbc.sql("DELETE FROM metering.alarm").update();
    ledger.startInTheMorning();
  }

  @Test
  void whatAwsDoesNotConfirmAndWhatHasNoPriceIsTold() {
    job.lands(job.newCustomer());
    Customer customer = job.subscribed(Ledger.MORNING);
    // Found now, whenever it was used.
    job.uses(
        customer.workspace(), "log", "999d", "5000000", Ledger.MORNING.minus(Duration.ofDays(5)));
    ledger.runUntil("2026-05-12T03:00:00Z");
    assertThat(kinds()).isEmpty();
    ledger.runUntil("2026-05-12T03:40:00Z");
    assertThat(kinds()).containsExactly(AlarmKind.UNPRICED_USAGE, AlarmKind.PENDING_LONG);
  }

  /** Beside a later version, or after it, a node tells what it knows. */
  @Test
  void anAlarmThatOnlyALaterVersionKnowsHidesNoOther() {
    jdbc.sql(
            """
            INSERT INTO metering.alarm (kind, count, currencies, amounts, since, told_at, told_count)
            VALUES ('OF_TOMORROW', 1, '{}', '{}', now(), now(), 1), ('BOOKS', 1, '{}', '{}', now(), now(), 1)\
            """)
        .update();
    assertThat(kinds()).containsExactly(AlarmKind.BOOKS);
  }

  /** What is known of its product is gone with the settings, and so is its deadline. */
  @Test
  void anEndingAgreementOfAProductThatIsNotConfiguredHidesNoAlarm() {
    jdbc.sql(
            """
            INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, ending_since, created_at)
            VALUES ('agmt_gone', 'gone', 'gone', 'ENDING', '2026-05-12T02:20:00Z', now())\
            """)
        .update();
    jdbc.sql(
            """
            INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                         currency, wire, state, next_attempt_at, made_at)
            VALUES ('rec_gone', 'agmt_gone', 'gone', 'fee', '2026-05-12T02:00:00Z', '2026-05-12T02:00:00Z', 1, 1,
                    'CNY', '{}', 'DUE', '2026-06-01T00:00:00Z', now())\
            """)
        .update();
    try {
      ledger.runUntil("2026-05-12T02:23:00Z");
      assertThat(kinds()).contains(AlarmKind.FINAL_DEADLINE);
    } finally {
      jdbc.sql("DELETE FROM metering.record WHERE id = 'rec_gone'").update();
      jdbc.sql("DELETE FROM marketplace.agreement WHERE id = 'agmt_gone'").update();
    }
    ledger.runUntil("2026-05-12T02:40:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.FINAL_DEADLINE);
  }

  private void carries(Customer customer, String dimension, String amount) {
    jdbc.sql(
            """
            INSERT INTO billing.carry (agreement_id, dimension, amount) VALUES (:id, :dimension, :amount)
            ON CONFLICT (agreement_id, dimension) DO UPDATE SET amount = excluded.amount\
            """)
        .param("id", customer.agreement().value())
        .param("dimension", dimension)
        .param("amount", new BigDecimal(amount))
        .update();
  }

  private List<Book> stranded() {
    return tx.execute(_ -> stranded.first(10));
  }

  @Test
  void whatIsCarriedInADimensionThatTheProductHasNoMoreIsTold() {
    Customer customer = job.subscribed(Ledger.MORNING);
    carries(customer, "fee", "0.001");
    carries(customer, "taken-out", "0.5");
    ledger.runUntil("2026-05-12T02:40:00Z");
    assertThat(kinds()).contains(AlarmKind.CONFIGURATION);
    assertThat(stranded()).containsExactly(new Book(customer.agreement(), "taken-out"));
    carries(customer, "taken-out", "0");
    carries(customer, "fee", "0");
    ledger.runUntil("2026-05-12T02:55:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.CONFIGURATION);
  }

  @Test
  void whatIsCarriedInAnotherCurrencyThanTheProductsIsFound() {
    Customer customer = job.subscribed(Ledger.MORNING);
    tx.executeWithoutResult(status -> {
      status.setRollbackOnly();
      carries(customer, "fee", "0.5");
      assertThat(stranded.first(10)).isEmpty();
      jdbc.sql(
              """
              INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
              VALUES (:id, 'fee', 'ACCRUED', 'CARRY', 0.5, 'USD', 'READING', now())\
              """)
          .param("id", customer.agreement().value())
          .update();
      assertThat(stranded.first(10)).containsExactly(new Book(customer.agreement(), "fee"));
    });
  }
}
