package io.countinghouse.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Thousands of agreements that run, laid beneath server and simulator at once: copies of one that
 * was really sold, each with a workspace and its usage in the present hour. Selling each of them
 * would take minutes and show nothing more.
 */
final class BulkAgreements {

  /** Log lines, kept for seven days: 2.40 CNY, by the published price list. */
  private static final long LINES = 2_000_000;

  private static final int CENTS = 240;

  private final DemoProcess demo;
  private final int count;

  BulkAgreements(DemoProcess demo, int count) {
    this.demo = demo;
    this.count = count;
  }

  /** What all of them owe for that hour, in the smallest unit that AWS is told. */
  long owed() {
    return (long) count * CENTS;
  }

  /**
   * Lays them.
   *
   * @param pattern the agreement at AWS that they are copies of
   * @param now when they start, and when the usage was
   */
  void lay(Aws.Sold pattern, String productCode, Instant now) {
    layInSimulator(pattern);
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      database.execute(
          """
          INSERT INTO identity.billing_account (id, username, email, company, site, currency, language, password_hash,
                                                created_at)
          VALUES ('bill_bulk', 'bulk', 'bulk@example.com', 'Bulk Ltd', 'cn2', 'CNY', 'zh', '', now());
          INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
          SELECT 'agmt_bulk' || n, '%1$s', 'bulk' || n, 'ACTIVE', TIMESTAMPTZ '%2$s', now()
            FROM generate_series(1, %3$d) AS n;
          INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
          SELECT 'wksp_bulk' || n, 'cn2', 'Bulk', 'zh', 'COMMERCIAL', now() FROM generate_series(1, %3$d) AS n;
          INSERT INTO settlement.binding (id, workspace_id, billing_account_id, agreement_id, during)
          SELECT 'bind_bulk' || n, 'wksp_bulk' || n, 'bill_bulk', 'agmt_bulk' || n,
                 tstzrange(TIMESTAMPTZ '%2$s', NULL)
            FROM generate_series(1, %3$d) AS n;
          INSERT INTO usage.touched_day (workspace_id, day)
          SELECT 'wksp_bulk' || n, (TIMESTAMPTZ '%2$s' AT TIME ZONE 'Asia/Shanghai')::date
            FROM generate_series(1, %3$d) AS n;
          INSERT INTO usage.hour_point (workspace_id, day, item, retention, measure, hour, quantity)
          SELECT 'wksp_bulk' || n, (TIMESTAMPTZ '%2$s' AT TIME ZONE 'Asia/Shanghai')::date, 'log', '7d', '',
                 date_trunc('hour', TIMESTAMPTZ '%2$s'), %4$d
            FROM generate_series(1, %3$d) AS n;
          ANALYZE\
          """
              .formatted(productCode, now, count, LINES));
    }
  }

  private void layInSimulator(Aws.Sold pattern) {
    try (Connection simulator = simulator();
        Statement statement = simulator.createStatement()) {
      simulator.setAutoCommit(false);
      statement.execute(
          "CREATE TEMP TABLE one AS SELECT * FROM agreement WHERE agreement_id = '%s'"
              .formatted(pattern.agreementId()));
      for (int n = 1; n <= count; n++) {
        statement.execute(
            """
            INSERT INTO account SELECT '%2$s', 'Bulk %1$d', 'bulk%1$d', 0, created_at FROM account
             WHERE account_id = '%3$s'\
            """
                .formatted(n, account(n), pattern.accountId()));
        statement.execute(
            """
            UPDATE one SET agreement_id = 'agmt-bulk%1$d', account_id = '%2$s', license_id = 'l-bulk%1$d',
              license_arn = 'arn:aws-cn:license-manager::' || account_id || ':license:l-bulk%1$d'\
            """
                .formatted(n, account(n)));
        statement.execute("INSERT INTO agreement SELECT * FROM one");
      }
      simulator.commit();
    } catch (SQLException e) {
      throw new AssertionError("the simulator's state cannot be written", e);
    }
  }

  /** The AWS account of one of them. */
  static String account(int number) {
    return "77%010d".formatted(number);
  }

  /** What AWS holds of each for the hour of that time, in all records together. */
  SortedMap<String, Long> atAws(Instant time) {
    try (Connection simulator = simulator();
        Statement statement = simulator.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT customer_identifier, sum(quantity) FROM metering_record JOIN account USING (account_id)
                 WHERE customer_identifier LIKE 'bulk%%' AND hour = %d GROUP BY customer_identifier\
                """
                    .formatted(time.toEpochMilli() / 3_600_000 * 3_600_000))) {
      SortedMap<String, Long> found = new TreeMap<>();
      while (rows.next()) {
        found.put(rows.getString(1), rows.getLong(2));
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError("the simulator's state cannot be read", e);
    }
  }

  private Connection simulator() throws SQLException {
    Path state = demo.folder().resolve("simulator").resolve("aws-simulator.db");
    return DriverManager.getConnection("jdbc:sqlite:" + state + "?busy_timeout=20000");
  }
}
