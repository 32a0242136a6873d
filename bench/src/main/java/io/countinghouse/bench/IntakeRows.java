package io.countinghouse.bench;

import io.countinghouse.generator.GeneratedEvent;
import io.countinghouse.generator.GeneratedUsage;
import io.countinghouse.generator.Profile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Usage as data planes report it, the same for the same seed. */
final class IntakeRows {

  private static final List<Kind> KINDS =
      List.of(
          new Kind("log", "7d", ""),
          new Kind("timeseries", "3d", ""),
          new Kind("trace", "3d", "trace_id"),
          new Kind("network", "", ""),
          new Kind("pv", "3d", "pv"));

  private static final int REPORTS_PER_HOUR = 60;

  /** Usage may be back-dated by 35 days. */
  private static final int HOURS = 34 * 24;

  /** Gives the rows of a request. */
  private final Supplier<Supplier<Row>> requests;

  private IntakeRows(Supplier<Supplier<Row>> requests) {
    this.requests = requests;
  }

  /**
   * With random ids, the worst there are for an index, used now; each request is of one reporting
   * node.
   */
  static IntakeRows random(int workspaces, long seed) {
    Random random = new Random(seed);
    return new IntakeRows(() -> {
      String source = "/bench/node-" + random.nextInt(8);
      String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
      return () -> row(source, now, workspaces, random);
    });
  }

  /** Those of the usage generator, of the last full hour and ever earlier ones. */
  static IntakeRows generated(int workspaces, long seed) {
    GeneratedUsage usage = new GeneratedUsage(seed, Profile.ALL_ITEMS, REPORTS_PER_HOUR);
    Instant thisHour = Instant.now().truncatedTo(ChronoUnit.HOURS);
    Iterator<Row> rows =
        IntStream.rangeClosed(1, HOURS)
            .mapToObj(back -> thisHour.minus(back, ChronoUnit.HOURS))
            .flatMap(hour ->
                IntStream.range(0, workspaces)
                    .mapToObj(IntakeRows::workspace)
                    .flatMap(it -> usage.usedIn(it, hour).stream()))
            .map(IntakeRows::row)
            .iterator();
    return new IntakeRows(() -> rows::next);
  }

  private record Kind(String item, String retention, String measure) {}

  /** One event. */
  record Row(
      String source,
      String id,
      String workspace,
      String item,
      String retention,
      String measure,
      String quantity,
      String usedAt) {}

  static String workspace(int number) {
    return "wksp_bench%016d".formatted(number);
  }

  /** New rows, cut into requests. */
  List<List<Row>> requests(int events, int batch) {
    List<List<Row>> cut = new ArrayList<>();
    for (int from = 0; from < events; from += batch) {
      cut.add(Stream.generate(requests.get()).limit(batch).toList());
    }
    return cut;
  }

  private static Row row(String source, String now, int workspaces, Random random) {
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    UUID id = new UUID(random.nextLong(), random.nextLong());
    return new Row(
        source,
        id.toString(),
        workspace(random.nextInt(workspaces)),
        kind.item,
        kind.retention,
        kind.measure,
        Integer.toString(1 + random.nextInt(1_000_000)),
        now);
  }

  private static Row row(GeneratedEvent event) {
    return new Row(
        event.source(),
        event.id(),
        event.workspace(),
        event.item(),
        event.retention(),
        event.measure(),
        Long.toString(event.quantity()),
        event.time().toString());
  }

  /** The same rows as the API takes them. */
  static byte[] json(List<Row> rows) {
    StringBuilder json = new StringBuilder(rows.size() * 256).append('[');
    for (Row row : rows) {
      json.append(json.length() == 1 ? "" : ",")
          .append("{\"specversion\":\"1.0\",\"id\":\"")
          .append(row.id)
          .append("\",\"source\":\"")
          .append(row.source)
          .append("\",\"type\":\"io.countinghouse.usage\",\"subject\":\"")
          .append(row.workspace)
          .append("\",\"time\":\"")
          .append(row.usedAt)
          .append("\",\"data\":{\"item\":\"")
          .append(row.item)
          .append("\",\"quantity\":\"")
          .append(row.quantity)
          .append('"');
      member(json, "retention", row.retention);
      member(json, "measure", row.measure);
      json.append("}}");
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void member(StringBuilder json, String name, String value) {
    if (!value.isEmpty()) {
      json.append(",\"").append(name).append("\":\"").append(value).append('"');
    }
  }
}
