package io.countinghouse.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Usage as data planes report it, with random ids, the worst there are for an index. */
final class IntakeRows {

  private static final List<Kind> KINDS =
      List.of(
          new Kind("log", "7d", ""),
          new Kind("timeseries", "3d", ""),
          new Kind("trace", "3d", "trace_id"),
          new Kind("network", "", ""),
          new Kind("pv", "3d", "pv"));

  private final int workspaces;
  private final Random random;

  IntakeRows(int workspaces, long seed) {
    this.workspaces = workspaces;
    this.random = new Random(seed);
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

  /** New rows, cut into requests; each request is of one reporting node. */
  List<List<Row>> requests(int events, int batch) {
    String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    List<List<Row>> requests = new ArrayList<>();
    for (int from = 0; from < events; from += batch) {
      String source = "/bench/node-" + random.nextInt(8);
      List<Row> rows = new ArrayList<>(batch);
      for (int i = 0; i < batch; i++) {
        rows.add(row(source, now));
      }
      requests.add(rows);
    }
    return requests;
  }

  private Row row(String source, String now) {
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
