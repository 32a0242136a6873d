package io.countinghouse.bench;

import io.countinghouse.kernel.Hour;
import io.countinghouse.metering.ClosingReadings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * The hourly reading of many workspaces, each with new usage in two items, against PostgreSQL's own
 * {@code INSERT ... SELECT} of the same postings in the same run.
 */
final class ReadingBenchmark implements Benchmark {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final String POSTING_COLUMNS =
      "workspace_id, day, as_of, hour, billing_account_id, agreement_id, dimension, currency, price_version,"
          + " uncharged, items, retentions, units, prices";

  @Override
  public String name() {
    return "reading";
  }

  @Override
  public String purpose() {
    return "the hourly reading of many workspaces against PostgreSQL's own insert of the same postings"
        + " [--workspaces=1000000 --agreements=10000 --at-once=3 --warm-ups=200000]";
  }

  @Override
  public void run(List<String> arguments) throws Exception {
    long workspaces = option(arguments, "workspaces", 1_000_000);
    long agreements = option(arguments, "agreements", 10_000);
    long atOnce = option(arguments, "at-once", 3);
    long warmUps = option(arguments, "warm-ups", 200_000);
    Hour hour = Hour.containing(Instant.now()).previous();
    try (ReadingRig rig = ReadingRig.start("--countinghouse.metering.readings-at-once=" + atOnce)) {
      fillPayers(rig, agreements);
      // A server has read many hours before: workspaces of its own, that it is compiled.
      fill(rig, hour.previous(), new Range(1, warmUps), agreements);
      rig.bean(ClosingReadings.class).of(hour.previous());
      checkPosted(rig, warmUps);
      long begin = System.nanoTime();
      fill(rig, hour, new Range(warmUps + 1, warmUps + workspaces), agreements);
      Console.print(
          "%,d workspaces and %,d agreements made in %d s; %d transactions at once"
              .formatted(
                  workspaces, agreements, (System.nanoTime() - begin) / 1_000_000_000, atOnce));
      PeakHeap heap = PeakHeap.start();
      CpuTime.Used before = rig.cpuTime();
      Duration reading = time(() -> rig.bean(ClosingReadings.class).of(hour));
      CpuTime.Used after = rig.cpuTime();
      long peak = heap.stop();
      checkPosted(rig, warmUps + workspaces);
      Console.print(
          ("reading: %,d ms, %,d workspaces/s, heap at most %,d MB; processor time for 1,000:"
                  + " server %.0f ms, PostgreSQL %.0f ms")
              .formatted(
                  reading.toMillis(),
                  workspaces * 1000 / reading.toMillis(),
                  peak >> 20,
                  after.jvmSecondsSince(before) * 1e6 / workspaces,
                  after.postgresSecondsSince(before) * 1e6 / workspaces));
      compare(rig, warmUps, workspaces, reading);
    }
  }

  private static void compare(ReadingRig rig, long warmUps, long workspaces, Duration reading)
      throws Exception {
    CpuTime.Used before = rig.cpuTime();
    Duration plain = plainInsert(rig, warmUps);
    Console.print(
        ("INSERT ... SELECT of the same postings: %,d ms, processor time for 1,000: %.0f ms;"
                + " the reading takes %.2f times that")
            .formatted(
                plain.toMillis(),
                rig.cpuTime().postgresSecondsSince(before) * 1e6 / workspaces,
                (double) reading.toMillis() / plain.toMillis()));
  }

  /** All must be posted. */
  private static void checkPosted(ReadingRig rig, long workspaces) throws SQLException {
    long postings = rig.count("SELECT count(*) FROM billing.posting");
    long left = rig.count("SELECT count(*) FROM usage.touched_day");
    if (postings != 2 * workspaces || left != 0) {
      throw new IllegalStateException("%,d postings and %,d days left".formatted(postings, left));
    }
  }

  private static long option(List<String> arguments, String name, long otherwise) {
    String prefix = "--" + name + "=";
    return arguments.stream()
        .filter(argument -> argument.startsWith(prefix))
        .map(argument -> Long.parseLong(argument.substring(prefix.length())))
        .findFirst()
        .orElse(otherwise);
  }

  /** Numbers, both included. */
  private record Range(long first, long last) {}

  private static void fillPayers(ReadingRig rig, long agreements) throws SQLException {
    rig.execute(
        """
        INSERT INTO identity.billing_account (id, username, email, company, site, currency, language, password_hash,
                                              created_at)
        VALUES ('bill_1', 'bench', 'bench@example.com', 'Example Ltd', 'cn2', 'CNY', 'zh', '', now());
        INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
        SELECT 'agmt_' || n, 'prodcn', 'customer' || n, 'ACTIVE', now() - interval '2 days', now()
          FROM generate_series(1, %d) AS n\
        """
            .formatted(agreements));
  }

  /**
   * Workspaces bound to agreements, and in the hour logs and time series of each; in the order they
   * were made, not that of their ids. Indexes are made afterwards: a million takes some minutes.
   */
  private static void fill(ReadingRig rig, Hour hour, Range range, long agreements)
      throws SQLException {
    String day = hour.start().atZone(SHANGHAI).toLocalDate().toString();
    rig.execute(
        """
        INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
        SELECT 'wksp_' || md5(n::text), 'cn2', 'Bench', 'zh', 'COMMERCIAL', now() FROM generate_series(%1$d, %2$d) AS n;
        ALTER TABLE usage.touched_day DROP CONSTRAINT touched_day_pkey;
        INSERT INTO usage.touched_day (workspace_id, day)
        SELECT 'wksp_' || md5(n::text), DATE '%4$s' FROM generate_series(%1$d, %2$d) AS n;
        ALTER TABLE usage.touched_day ADD PRIMARY KEY (workspace_id, day);
        ALTER TABLE usage.hour_point DROP CONSTRAINT hour_point_pkey;
        INSERT INTO usage.hour_point (workspace_id, day, item, retention, measure, hour, quantity)
        SELECT 'wksp_' || md5(n::text), DATE '%4$s', i.item, '3d', '', TIMESTAMPTZ '%5$s', i.quantity + n
          FROM generate_series(%1$d, %2$d) AS n, (VALUES ('log', 3000000), ('timeseries', 5000)) AS i (item, quantity);
        ALTER TABLE usage.hour_point ADD PRIMARY KEY (workspace_id, day, item, retention, measure, hour);
        ALTER TABLE settlement.binding DISABLE TRIGGER binding_one_payer_at_a_time,
          DROP CONSTRAINT binding_workspace_id_fkey, DROP CONSTRAINT binding_billing_account_id_fkey,
          DROP CONSTRAINT binding_agreement_id_fkey;
        INSERT INTO settlement.binding (id, workspace_id, billing_account_id, agreement_id, during)
        SELECT 'bind_' || n, 'wksp_' || md5(n::text), 'bill_1', 'agmt_' || (n %% %3$d + 1),
               tstzrange(now() - interval '1 day', NULL)
          FROM generate_series(%1$d, %2$d) AS n;
        ALTER TABLE settlement.binding
          ENABLE TRIGGER binding_one_payer_at_a_time,
          ADD CONSTRAINT binding_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspace.workspace,
          ADD CONSTRAINT binding_billing_account_id_fkey FOREIGN KEY (billing_account_id)
            REFERENCES identity.billing_account,
          ADD CONSTRAINT binding_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES marketplace.agreement\
        """
            .formatted(range.first(), range.last(), agreements, day, hour.start()));
    rig.execute("VACUUM ANALYZE");
  }

  /** Into a table with the same indexes, from memory that is as warm. */
  private static Duration plainInsert(ReadingRig rig, long after) throws Exception {
    rig.execute("CREATE TABLE plain_posting (LIKE billing.posting_set INCLUDING ALL)");
    return time(() ->
        rig.execute(
            "INSERT INTO plain_posting (%1$s) SELECT %1$s FROM billing.posting_set ORDER BY id OFFSET %2$d"
                .formatted(POSTING_COLUMNS, after)));
  }

  /** Something to be timed. */
  private interface Timed {
    void run() throws Exception;
  }

  private static Duration time(Timed timed) throws Exception {
    long start = System.nanoTime();
    timed.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
