package io.countinghouse.bench;

import io.countinghouse.bench.IntakeRows.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Usage intake over HTTP against PostgreSQL's own insert of the same rows, on the same server, at
 * the same time of day: the two take turns, and medians are compared.
 */
final class IntakeBenchmark implements Benchmark {

  private static final int PLAIN_BATCH = 1000;

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public String purpose() {
    return "usage intake over HTTP against PostgreSQL's own insert of the same rows"
        + " [--rounds=5 --events=100000 --singles=5000 --writers=4 --workspaces=100 --held=0]";
  }

  @Override
  public void run(List<String> arguments) throws Exception {
    IntakeOptions options = IntakeOptions.read(arguments);
    try (IntakeRig rig = IntakeRig.start()) {
      prepare(rig, options);
      Console.print(
          "%d writers, %d workspaces, %,d events held; events/s, median of %d rounds (lowest to highest)"
              .formatted(
                  options.writers(), options.workspaces(), options.held(), options.rounds()));
      IntakeRows rows = new IntakeRows(options.workspaces(), 1);
      compare(rig, options, rows, options.events(), 1000);
      compare(rig, options, rows, options.events(), 100);
      compare(rig, options, rows, options.singles(), 1);
    }
  }

  private static void prepare(IntakeRig rig, IntakeOptions options) throws SQLException {
    rig.execute(PlainWriter.TABLE);
    for (int i = 0; i < options.workspaces(); i++) {
      rig.execute(
          """
          INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
          VALUES ('%s', 'us1', 'Bench', 'en', 'COMMERCIAL', now())\
          """
              .formatted(IntakeRows.workspace(i)));
    }
    if (options.held() > 0) {
      HeldEvents.make(rig, options.held());
    }
  }

  private static void compare(
      IntakeRig rig, IntakeOptions options, IntakeRows rows, int events, int batch)
      throws Exception {
    List<Double> plain = new ArrayList<>();
    List<Double> intake = new ArrayList<>();
    // The first round warms both up.
    for (int round = 0; round <= options.rounds(); round++) {
      double plainRate = plain(rig, options, rows, events, batch);
      double intakeRate = intake(rig, options, rows, events, batch);
      if (round > 0) {
        plain.add(plainRate);
        intake.add(intakeRate);
      }
    }
    String against =
        batch == 1 ? "single rows, autocommit" : "unnest of %d rows".formatted(PLAIN_BATCH);
    Console.print("batches of %d".formatted(batch));
    Console.print("  PostgreSQL, %-24s %s".formatted(against, spread(plain)));
    Console.print("  intake over HTTP%20s %s".formatted("", spread(intake)));
    Console.print("  ratio %.2f".formatted(median(intake) / median(plain)));
  }

  private static double plain(
      IntakeRig rig, IntakeOptions options, IntakeRows rows, int events, int batch)
      throws Exception {
    List<List<Row>> requests = rows.requests(events, batch == 1 ? 1 : PLAIN_BATCH);
    double seconds =
        Writers.write(requests, options.writers(), () -> new PlainWriter(rig.connect()));
    return events / seconds;
  }

  private static double intake(
      IntakeRig rig, IntakeOptions options, IntakeRows rows, int events, int batch)
      throws Exception {
    List<byte[]> requests = rows.requests(events, batch).stream().map(IntakeRows::json).toList();
    long before = rig.count("SELECT count(*) FROM usage.event");
    double seconds = Writers.write(requests, options.writers(), () -> new IntakeWriter(rig.port()));
    long stored = rig.count("SELECT count(*) FROM usage.event") - before;
    if (stored != events) {
      throw new IllegalStateException("%d of %d events are stored".formatted(stored, events));
    }
    return events / seconds;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static String spread(List<Double> values) {
    return "%,9.0f  (%,.0f to %,.0f)"
        .formatted(median(values), Collections.min(values), Collections.max(values));
  }
}
