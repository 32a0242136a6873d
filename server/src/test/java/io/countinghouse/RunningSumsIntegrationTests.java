package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.metering.Equation;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The sums that records are made from are those of all rows, cost the same however long the books
 * are, and the check finds each row that somebody changed.
 */
class RunningSumsIntegrationTests {

  private static final Hour HOUR = new Hour(Instant.parse("2028-03-01T10:00:00Z"));

  /** By the server's clock: what is years long ended a while ago. */
  private final Instant before =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(30));

  private static final BooksServer SERVER = BooksServer.start();

  private final JdbcClient jdbc = SERVER.bean(JdbcClient.class);
  private final TransactionTemplate tx = SERVER.bean(TransactionTemplate.class);
  private final Readings readings = SERVER.bean(Readings.class);
  private final Equation equation = SERVER.equation();
  private final AgreementId agreement = SERVER.agreement();
  private final WorkspaceId workspace = SERVER.workspace("cn2");

  private void pays() {
    SERVER.pays(workspace, agreement.value(), HOUR.start().minus(Duration.ofDays(1)));
  }

  private void uses(Hour hour, int logs) {
    SERVER.uses(
        workspace, PostingModel.Kind.LOG, BigDecimal.valueOf(logs), LocalDate.of(2028, 3, 1), hour);
    tx.executeWithoutResult(_ -> readings.close(List.of(workspace), hour));
  }

  private void usesAndIsMetered() {
    pays();
    uses(HOUR, 7_654_321);
    equation.makes(agreement, HOUR);
    uses(HOUR.next(), 1_234_567);
    equation.holds();
    equation.makes(agreement, HOUR.next());
    equation.holds();
  }

  /** As somebody with the database in hand, whom no trigger stops. */
  private void changes(String sql) {
    tx.executeWithoutResult(_ -> {
      jdbc.sql("SET LOCAL session_replication_role = replica").update();
      assertThat(jdbc.sql(sql).param("id", agreement.value()).update()).isPositive();
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE billing.posting_set SET units[1] = units[1] + 1 WHERE agreement_id = :id"
            + "| UPDATE billing.posting_set SET units[1] = units[1] - 1 WHERE agreement_id = :id",
        "UPDATE billing.entry SET amount = amount + 1 WHERE agreement_id = :id AND to_account = 'DUE'"
            + "| UPDATE billing.entry SET amount = amount - 1 WHERE agreement_id = :id AND to_account = 'DUE'",
        "UPDATE metering.record SET amount = amount + 1 WHERE agreement_id = :id"
            + "| UPDATE metering.record SET amount = amount - 1 WHERE agreement_id = :id",
        "UPDATE billing.carry SET amount = amount + 0.001 WHERE agreement_id = :id"
            + "| UPDATE billing.carry SET amount = amount - 0.001 WHERE agreement_id = :id",
        "UPDATE billing.share SET amount = amount + 0.001 WHERE agreement_id = :id"
            + "| UPDATE billing.share SET amount = amount - 0.001 WHERE agreement_id = :id",
        "UPDATE metering.allocation a SET quantity = a.quantity + 1 FROM metering.record r"
            + " WHERE r.id = a.record_id AND r.agreement_id = :id"
            + "| UPDATE metering.allocation a SET quantity = a.quantity - 1 FROM metering.record r"
            + " WHERE r.id = a.record_id AND r.agreement_id = :id",
        "INSERT INTO billing.accrual SELECT :id, dimension, ARRAY['w'], ARRAY[1] FROM billing.carry WHERE agreement_id = :id"
            + "| DELETE FROM billing.accrual WHERE agreement_id = :id"
      })
  void whatSomebodyChangedIsFound(String change, String back) {
    usesAndIsMetered();
    changes(change);
    assertThat(equation.foundByAll()).isEqualTo(1);
    changes(back);
    equation.holds();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)"
            + " VALUES (:id, 'logs', 'ACCRUED', 'CARRY', 3, 'CNY', 'RECORD by hand', now())"
            + "| DELETE FROM billing.entry WHERE agreement_id = :id AND cause = 'RECORD by hand'",
        "UPDATE metering.record SET amount = amount + 1 WHERE agreement_id = :id"
            + "| UPDATE metering.record SET amount = amount - 1 WHERE agreement_id = :id",
        "UPDATE billing.carry SET amount = amount + 0.001 WHERE agreement_id = :id AND dimension = 'logs'"
            + "| UPDATE billing.carry SET amount = amount - 0.001 WHERE agreement_id = :id AND dimension = 'logs'",
        "INSERT INTO billing.posting_set (workspace_id, day, items, retentions, as_of, hour, units, prices, currency,"
            + " billing_account_id, agreement_id, dimension, price_version) VALUES ('w', '2028-03-01', '{log}', '{3d}',"
            + " now(), '2028-03-01T10:00:00Z', '{1}', '{2}', 'CNY', 'bill_p', :id, 'logs', '2026-05')"
            + "| DELETE FROM billing.posting_set WHERE agreement_id = :id AND workspace_id = 'w'"
      })
  void whatIsNewIsFoundBySums(String change, String back) {
    usesAndIsMetered();
    changes(change);
    assertThat(equation.foundBySums()).isEqualTo(1);
    changes(back);
    equation.holds();
  }

  @Test
  void threeYearsOfBooksCostNoMore() {
    usesAndIsMetered();
    long before = rowsReadByAnHour(HOUR.next().next());
    passYears();
    equation.holds();
    assertThat(rowsReadByAnHour(HOUR.next().next().next())).isLessThan(before + 200);
  }

  /** An hour of three years has a posting, a record, and what is booked of them. */
  private void passYears() {
    jdbc.sql(
            """
            INSERT INTO billing.posting_set (workspace_id, day, items, retentions, as_of, hour, units, prices, currency,
                                             price_version, billing_account_id, agreement_id, dimension)
            SELECT :workspace, day, '{log}', '{3d}', hour + interval '1 hour', hour, '{1}', '{0.01}', 'CNY', 'before',
                   'bill_p', :agreement, 'logs'
              FROM (SELECT CAST(:from AS timestamptz) - n * interval '1 hour' AS hour,
                           CAST(CAST(:from AS timestamptz) - n * interval '1 hour' AS date) AS day
                      FROM generate_series(1, :hours) AS n) AS hours\
            """)
        .param("workspace", workspace.value())
        .param("agreement", agreement.value())
        .param("from", SqlTime.utc(before))
        .param("hours", 3 * 365 * 24)
        .update();
    jdbc.sql(
            """
            WITH recorded AS (
              INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount,
                                           currency, wire, state, made_at)
              SELECT 'rec_' || agreement_id || hour, agreement_id, 'prodcn', dimension, hour, hour, 1, amount, currency,
                     '', 'ACCEPTED', as_of
                FROM billing.posting WHERE agreement_id = :agreement AND price_version = 'before'
              RETURNING id),
            allocated AS (
              INSERT INTO metering.allocation (record_id, workspace_id, site, quantity)
              SELECT id, :workspace, 'cn2', 1 FROM recorded)
            INSERT INTO billing.entry (agreement_id, dimension, from_account, to_account, amount, currency, cause, at)
            SELECT agreement_id, dimension, sides.a, sides.b, amount, currency, 'READING', as_of
              FROM billing.posting, (VALUES ('ACCRUED', 'CARRY'), ('CARRY', 'DUE'), ('DUE', 'SENT'), ('SENT', 'ACCEPTED'))
                   AS sides (a, b)
             WHERE agreement_id = :agreement AND price_version = 'before'\
            """)
        .param("agreement", agreement.value())
        .param("workspace", workspace.value())
        .update();
    jdbc.sql("ANALYZE billing.posting_set, billing.entry, metering.record, metering.allocation")
        .update();
  }

  /** Rows that a reading, the record of an hour and the check after it read of the long tables. */
  private long rowsReadByAnHour(Hour hour) {
    long before = rowsRead();
    uses(hour, 5_000_000);
    equation.makes(agreement, hour);
    assertThat(equation.foundBySums()).isZero();
    return rowsRead() - before;
  }

  private long rowsRead() {
    jdbc.sql("SELECT pg_stat_force_next_flush()").query((_, _) -> 1).single();
    return jdbc.sql(
            """
            SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_user_tables
             WHERE schemaname || '.' || relname IN ('billing.posting_set', 'billing.entry', 'billing.transfer',
                                                    'metering.record', 'metering.allocation')\
            """)
        .query(BigDecimal.class)
        .single()
        .longValueExact();
  }
}
