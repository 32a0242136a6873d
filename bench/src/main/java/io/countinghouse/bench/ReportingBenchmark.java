package io.countinghouse.bench;

import io.countinghouse.kernel.Hour;
import io.countinghouse.outbox.OutboxWorker;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Reporting against the least that AWS's quota allows: the calls made and the time taken for a
 * backlog, and for an hour's close, with a stand-in for the metering API on loopback.
 */
final class ReportingBenchmark implements Benchmark {

  private static final int RECORDS_PER_CALL = 25;
  private static final int WORKERS = 4;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final String OPEN =
      "SELECT count(*) FROM metering.record WHERE state <> 'ACCEPTED'";

  @Override
  public String name() {
    return "reporting";
  }

  @Override
  public String purpose() {
    return "a backlog of records and an hour's close against the least calls and time of AWS's quota"
        + " [--records=100000 --agreements=100000 --calls-per-second=10], none of the one or the other by 0";
  }

  @Override
  public void run(List<String> arguments) throws Exception {
    long records = option(arguments, "records", 100_000);
    long agreements = option(arguments, "agreements", 100_000);
    long rate = option(arguments, "calls-per-second", 10);
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE0000000000");
    System.setProperty("aws.secretAccessKey", "InventedSecretForBenchmarksOnly000000000");
    try (MeteringStandIn aws = new MeteringStandIn();
        ReadingRig rig =
            ReadingRig.start(
                "--countinghouse.marketplace.products[0].endpoint=" + aws.uri(),
                "--countinghouse.metering.calls-per-second=" + rate)) {
      Hour hour = Hour.containing(Instant.now()).previous();
      if (records > 0) {
        fillBacklog(rig, hour, records);
        measure("backlog", rig, aws, records, rate);
      }
      if (agreements > 0) {
        fillHour(rig, hour, agreements);
        measure("hour's close", rig, aws, agreements, rate);
      }
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

  /** Records of an hour that an outage kept back. */
  private static void fillBacklog(ReadingRig rig, Hour hour, long records) throws SQLException {
    rig.execute(
        """
        INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, created_at)
        SELECT 'agmt_b' || n, 'prodcn', 'backlog' || n, 'FAILED', now() FROM generate_series(1, %1$d) AS n;
        INSERT INTO metering.record (id, agreement_id, product_code, dimension, hour, stamp, quantity, amount, currency,
                                     wire, state, next_attempt_at, made_at)
        SELECT 'rec_' || md5(n::text), 'agmt_b' || n, 'prodcn', 'fee', TIMESTAMPTZ '%2$s', TIMESTAMPTZ '%2$s', 0, 0,
               'CNY', '{"Timestamp":%3$d,"CustomerIdentifier":"backlog' || n || '","Dimension":"fee","Quantity":0}',
               'DUE', now(), now()
          FROM generate_series(1, %1$d) AS n;
        INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
        VALUES ('metering.report', 'prodcn', '{}', now(), now())\
        """
            .formatted(records, hour.start(), hour.start().getEpochSecond()));
    rig.execute("VACUUM ANALYZE");
  }

  /** An hour that is to be closed, with that many active agreements. */
  private static void fillHour(ReadingRig rig, Hour hour, long agreements) throws SQLException {
    rig.execute(
        """
        INSERT INTO marketplace.agreement (id, product_code, customer_identifier, state, period_started_at, created_at)
        SELECT 'agmt_h' || n, 'prodcn', 'hour' || n, 'ACTIVE', now() - interval '2 days', now()
          FROM generate_series(1, %d) AS n;
        INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
        VALUES ('metering.close-hour', '%s', '{}', now(), now())\
        """
            .formatted(agreements, hour));
    rig.execute("VACUUM ANALYZE");
  }

  private static void measure(
      String what, ReadingRig rig, MeteringStandIn aws, long records, long rate) throws Exception {
    aws.takeCalls();
    long start = System.nanoTime();
    work(rig);
    List<Long> calls = aws.takeCalls();
    long open = rig.count(OPEN);
    long accepted = rig.count("SELECT count(*) FROM metering.record WHERE state = 'ACCEPTED'");
    if (open != 0 || accepted < records) {
      throw new IllegalStateException("%,d accepted, %,d left".formatted(accepted, open));
    }
    long least = (records + RECORDS_PER_CALL - 1) / RECORDS_PER_CALL;
    Duration limit = Duration.ofSeconds(least).dividedBy(rate);
    Duration sending = Duration.ofNanos(Collections.max(calls) - Collections.min(calls));
    Duration whole = Duration.ofNanos(Collections.max(calls) - start);
    Console.print(
        "%s, %,d records: %,d calls, the least is %,d (%s); the quota was kept %s %% busy while sending;"
                .formatted(
                    what,
                    records,
                    calls.size(),
                    least,
                    ratio(calls.size(), least),
                    Math.min(
                        100, 100L * calls.size() * 1000 / rate / Math.max(1, sending.toMillis())))
            + " last acceptance after %,d ms, the quota's own limit is %,d ms (%s)"
                .formatted(
                    whole.toMillis(), limit.toMillis(), ratio(whole.toMillis(), limit.toMillis())));
  }

  private static String ratio(long measured, long least) {
    long hundredths = measured * 100 / Math.max(1, least);
    return "%d.%02d".formatted(hundredths / 100, hundredths % 100);
  }

  /** Works the outbox off as a node does, by some threads, until nothing is due or on its way. */
  private static void work(ReadingRig rig) throws Exception {
    OutboxWorker worker = rig.bean(OutboxWorker.class);
    Callable<Void> lane =
        () -> {
          while (worker.runOne() || dueWork(rig)) {
            LockSupport.parkNanos(PAUSE_NANOS);
          }
          return null;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(WORKERS)) {
      for (Future<Void> done : threads.invokeAll(Collections.nCopies(WORKERS, lane))) {
        done.get();
      }
    }
  }

  private static boolean dueWork(ReadingRig rig) throws SQLException {
    // One row is enough: to count a backlog again and again would take the server's time.
    return rig.count(
                "SELECT count(*) FROM (SELECT FROM outbox.work WHERE state = 'DUE' AND due_at <= now() LIMIT 1) AS one")
            + rig.count(
                "SELECT count(*) FROM (SELECT FROM metering.record WHERE state IN ('DUE', 'SENT') LIMIT 1) AS one")
        > 0;
  }
}
