package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.OutboxWorker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What tests of the main job look at: time as it goes on, what AWS has, rows and books. */
final class Ledger {

  static final Instant MORNING = Instant.parse("2026-05-12T02:10:00Z");

  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final JdbcClient jdbc;
  private final Agreements agreements;
  private final TransactionTemplate tx;

  Ledger(
      TestClock clock,
      OutboxWorker worker,
      FakeMarketplace aws,
      JdbcClient jdbc,
      Agreements agreements,
      TransactionTemplate tx) {
    this.clock = clock;
    this.worker = worker;
    this.aws = aws;
    this.jdbc = jdbc;
    this.agreements = agreements;
    this.tx = tx;
  }

  /** Starts over in the morning, with the running hour as the next to close. */
  void startInTheMorning() {
    startAt(MORNING);
  }

  /**
   * Starts over at an instant, with its hour as the next to close and none of its customers yet.
   */
  void startAt(Instant instant) {
    forgetsEverybody();
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
    jdbc.sql("DELETE FROM billing.closed_hours").update();
    clock.set(instant);
    Hour hour = Hour.containing(instant);
    jdbc.sql(
            """
            INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
            VALUES ('metering.close-hour', :hour, '{}', :due, now())\
            """)
        .param("hour", hour.toString())
        .param("due", SqlTime.utc(hour.end().plusSeconds(300)))
        .update();
    aws.reset();
  }

  /** What was used turns out to be another quantity, as a void event makes it. */
  void corrects(WorkspaceId workspace, String item, String quantity) {
    String points =
        """
        WITH corrected AS (
          UPDATE usage.hour_point SET quantity = :quantity WHERE workspace_id = :id AND item = :item
          RETURNING workspace_id, day)
        INSERT INTO usage.touched_day (workspace_id, day) SELECT DISTINCT workspace_id, day FROM corrected\
        """;
    jdbc.sql(points)
        .param("quantity", new BigDecimal(quantity))
        .param("id", workspace.value())
        .param("item", item)
        .update();
  }

  /** What a workspace was charged and given back, as it was posted. */
  List<String> postings(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT concat_ws(' ', to_char(day, 'MM-DD'), item, trim_scale(units),
                             coalesce(trim_scale(amount) || ' ' || currency, uncharged)) AS line
              FROM billing.posting WHERE workspace_id = :id ORDER BY id\
            """)
        .param("id", workspace.value())
        .query((rs, _) -> rs.getString("line"))
        .list();
  }

  /** Nothing more is metered of anybody, so that a test sees only its own customers. */
  void forgetsEverybody() {
    jdbc.sql("UPDATE marketplace.agreement SET state = 'FAILED'").update();
    jdbc.sql(
            "UPDATE metering.record SET state = 'ACCEPTED', next_attempt_at = NULL WHERE state IN ('DUE', 'SENT')")
        .update();
  }

  /** Goes on from due work to due work until an instant, as time does. */
  void runUntil(String until) {
    Instant end = Instant.parse(until);
    worker.runAll();
    Instant next = nextDue();
    while (!next.isAfter(end)) {
      clock.set(next.isAfter(clock.now()) ? next : clock.now());
      worker.runAll();
      next = nextDue();
    }
    clock.set(end);
    worker.runAll();
  }

  Instant nextDue() {
    return jdbc.sql("SELECT min(due_at) FROM outbox.work WHERE state = 'DUE'")
        .query((rs, _) -> rs.getTimestamp(1).toInstant())
        .single();
  }

  List<UsageRecord> of(Customer customer) {
    UsageRecord.Customer charged = agreement(customer).usageCustomer().orElseThrow();
    return aws.taken().stream().filter(record -> record.customer().equals(charged)).toList();
  }

  /** Whether one of the records charges a customer. */
  boolean names(List<UsageRecord> records, Customer customer) {
    UsageRecord.Customer charged = agreement(customer).usageCustomer().orElseThrow();
    return records.stream().anyMatch(record -> record.customer().equals(charged));
  }

  /** A reading finds that a customer was charged too much the day before: a unit at this price. */
  void givesBack(Customer customer, String price) {
    jdbc.sql(
            """
            WITH back AS (
              INSERT INTO billing.posting_set (workspace_id, day, items, retentions, as_of, hour, units, prices, currency,
                                               price_version, billing_account_id, agreement_id, dimension)
              SELECT workspace_id, day - 1, ARRAY[item], ARRAY[retention], as_of, hour, '{-1}', ARRAY[:price], currency,
                     price_version, billing_account_id, agreement_id, dimension
                FROM billing.posting WHERE agreement_id = :id LIMIT 1
              RETURNING agreement_id, dimension, workspace_id, currency, as_of),
            kept AS (
              INSERT INTO billing.accrual (agreement_id, dimension, workspace_ids, amounts)
              SELECT agreement_id, dimension, ARRAY[workspace_id], ARRAY[-1 * :price] FROM back)
            INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
            SELECT agreement_id, dimension, 'CARRY', 'ACCRUED', :price, currency, 'READING', as_of FROM back\
            """)
        .param("price", new BigDecimal(price))
        .param("id", customer.agreement().value())
        .update();
  }

  AgreementState state(Customer customer) {
    return agreement(customer).state();
  }

  private Agreement agreement(Customer customer) {
    return tx.execute(_ -> agreements.find(customer.agreement()).orElseThrow());
  }

  /** A customer whose first hour, in the morning, is worth 2 yuan. */
  static Customer used(MainJob job) {
    Customer customer = job.subscribed(MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", MORNING);
    return customer;
  }

  /** Of the first record of a customer. */
  String recordState(Customer customer) {
    return text(
        "SELECT state FROM metering.record WHERE agreement_id = :name ORDER BY hour LIMIT 1",
        customer.agreement().value());
  }

  String lockState(Customer customer) {
    return jdbc.sql("SELECT lock_state FROM workspace.workspace WHERE id = :id")
        .param("id", customer.workspace().value())
        .query(String.class)
        .single();
  }

  long bindings(WorkspaceId workspace) {
    return count(
        "SELECT count(*) FROM settlement.binding WHERE workspace_id = :name", workspace.value());
  }

  long count(String sql, String name) {
    return jdbc.sql(sql).param("name", name).query(Long.class).single();
  }

  String text(String sql, String name) {
    return jdbc.sql(sql).param("name", name).query(String.class).single();
  }

  BigDecimal balance(Customer customer, String account) {
    return jdbc.sql(
            """
            SELECT coalesce(sum(CASE WHEN to_account = :account THEN amount ELSE -amount END), 0)
              FROM billing.entry WHERE agreement_id = :id AND :account IN (from_account, to_account)\
            """)
        .param("account", account)
        .param("id", customer.agreement().value())
        .query(BigDecimal.class)
        .single();
  }

  /** What other agreements handed over to one, less what it handed over itself. */
  BigDecimal transferred(Customer customer) {
    return sum("SELECT sum(amount) FROM billing.transfer WHERE agreement_id = :id", customer);
  }

  /**
   * The equation: what postings and transfers say is what the accounts hold, and the records agree
   * with their accounts.
   *
   * @param accrued what was used on the agreement, and came to it from others, less what left it
   */
  void assertBooksHold(Customer customer, String accrued) {
    BigDecimal posted =
        sum("SELECT sum(amount) FROM billing.posting WHERE agreement_id = :id", customer)
            .add(transferred(customer));
    assertThat(posted).isEqualByComparingTo(accrued);
    assertThat(balance(customer, "ACCRUED").negate()).isEqualByComparingTo(posted);
    BigDecimal held = BigDecimal.ZERO;
    for (String account :
        List.of(
            "CARRY",
            "DUE",
            "SENT",
            "ACCEPTED",
            "REFUSED",
            "UNKNOWN",
            "DISPUTED",
            "WITHHELD",
            "UNCOLLECTED",
            "REFUND_CASES")) {
      held = held.add(balance(customer, account));
    }
    assertThat(held).isEqualByComparingTo(posted);
    for (String state : List.of("DUE", "SENT", "ACCEPTED")) {
      assertThat(balance(customer, state))
          .as(state)
          .isEqualByComparingTo(
              sum(
                  "SELECT sum(amount) FROM metering.record WHERE agreement_id = :id AND state = '%s'"
                      .formatted(state),
                  customer));
    }
    assertTransfersArePairs();
  }

  private void assertTransfersArePairs() {
    List<String> unpaired =
        jdbc.sql(
                """
                SELECT least(agreement_id, other_agreement_id) || ' ' || coalesce(workspace_id, '')
                  FROM billing.transfer GROUP BY 1 HAVING sum(amount) <> 0\
                """)
            .query((rs, _) -> rs.getString(1))
            .list();
    assertThat(unpaired).isEmpty();
  }

  private BigDecimal sum(String sql, Customer customer) {
    return jdbc.sql(sql)
        .param("id", customer.agreement().value())
        .query((rs, _) -> Optional.ofNullable(rs.getBigDecimal(1)).orElse(BigDecimal.ZERO))
        .single();
  }
}
