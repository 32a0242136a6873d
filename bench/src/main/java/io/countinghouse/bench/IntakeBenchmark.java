package io.countinghouse.bench;

import io.countinghouse.bench.IntakeRows.Row;
import io.countinghouse.bench.Writers.Took;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Usage intake over HTTP against PostgreSQL's own insert of the same rows, on the same server, at
 * the same time of day: the two take turns, and medians are compared.
 */
final class IntakeBenchmark implements Benchmark {

  private static final int PLAIN_BATCH = 1000;

  private static final long SEED = 1;

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public String purpose() {
    return "usage intake over HTTP against PostgreSQL's own insert of the same rows"
        + " [--rounds=5 --warm-ups=2 --events=100000 --singles=5000 --writers=4 --workspaces=100 --held=0"
        + " --generated=0]";
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
      IntakeRows rows =
          options.generated()
              ? IntakeRows.generated(options.workspaces(), SEED)
              : IntakeRows.random(options.workspaces(), SEED);
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
    List<Took> plain = new ArrayList<>();
    List<Took> intake = new ArrayList<>();
    // The first rounds warm both up.
    for (int round = -options.warmUps(); round < options.rounds(); round++) {
      Took plainTook = plain(rig, options, rows, events, batch);
      Took intakeTook = intake(rig, options, rows, events, batch);
      if (round >= 0) {
        plain.add(plainTook);
        intake.add(intakeTook);
      }
    }
    String against =
        batch == 1 ? "single rows, autocommit" : "unnest of %d rows".formatted(PLAIN_BATCH);
    Console.print("batches of %d".formatted(batch));
    Console.print("  PostgreSQL, %-24s %s".formatted(against, spread(plain, events)));
    Console.print("  intake over HTTP%20s %s".formatted("", spread(intake, events)));
    Console.print(
        "  ratio %.2f, by CPU time %.2f"
            .formatted(
                median(plain, Took::seconds) / median(intake, Took::seconds),
                median(plain, Took::cpuSeconds) / median(intake, Took::cpuSeconds)));
  }

  private static Took plain(
      IntakeRig rig, IntakeOptions options, IntakeRows rows, int events, int batch)
      throws Exception {
    List<List<Row>> requests = rows.requests(events, batch == 1 ? 1 : PLAIN_BATCH);
    return Writers.write(
        requests, options.writers(), rig.cpu(), () -> new PlainWriter(rig.connect()));
  }

  private static Took intake(
      IntakeRig rig, IntakeOptions options, IntakeRows rows, int events, int batch)
      throws Exception {
    List<byte[]> requests =
        rows.requests(events, batch).stream()
            .map(it -> IntakeWriter.request(IntakeRows.json(it)))
            .toList();
    long before = rig.count("SELECT count(*) FROM usage.event");
    Took took =
        Writers.write(requests, options.writers(), rig.cpu(), () -> new IntakeWriter(rig.port()));
    long stored = rig.count("SELECT count(*) FROM usage.event") - before;
    if (stored != events) {
      throw new IllegalStateException("%d of %d events are stored".formatted(stored, events));
    }
    return took;
  }

  private static double median(List<Took> turns, ToDoubleFunction<Took> value) {
    return turns.stream().mapToDouble(value).sorted().toArray()[turns.size() / 2];
  }

  private static String spread(List<Took> turns, int events) {
    DoubleSummaryStatistics rates =
        turns.stream().mapToDouble(it -> events / it.seconds()).summaryStatistics();
    return "%,9.0f  (%,.0f to %,.0f), CPU for 1,000 %.1f ms, %.1f of it PostgreSQL's"
        .formatted(
            events / median(turns, Took::seconds),
            rates.getMin(),
            rates.getMax(),
            median(turns, Took::cpuSeconds) * 1e6 / events,
            median(turns, Took::postgresSeconds) * 1e6 / events);
  }
}
