package io.countinghouse.bench;

import io.countinghouse.bench.IntakeRows.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** PostgreSQL's own insert of the same rows, each statement its own transaction. */
final class PlainWriter implements Writers.Writer<List<Row>> {

  static final String TABLE =
      """
      CREATE TABLE plain_event (
        source text NOT NULL, id text NOT NULL, workspace_id text NOT NULL, item text NOT NULL,
        retention text NOT NULL, measure text NOT NULL, quantity numeric NOT NULL,
        used_at timestamptz NOT NULL, received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (source, id))\
      """;

  private static final String MANY =
      """
      INSERT INTO plain_event (source, id, workspace_id, item, retention, measure, quantity, used_at)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[],
                           ?::timestamptz[])
          ON CONFLICT DO NOTHING\
      """;

  private static final String ONE =
      """
      INSERT INTO plain_event (source, id, workspace_id, item, retention, measure, quantity, used_at)
      VALUES (?, ?, ?, ?, ?, ?, ?::numeric, ?::timestamptz) ON CONFLICT DO NOTHING\
      """;

  private static final List<Function<Row, String>> COLUMNS =
      List.of(
          Row::source,
          Row::id,
          Row::workspace,
          Row::item,
          Row::retention,
          Row::measure,
          Row::quantity,
          Row::usedAt);

  private final Connection connection;
  private final PreparedStatement many;
  private final PreparedStatement one;

  PlainWriter(Connection connection) throws SQLException {
    this.connection = connection;
    this.many = connection.prepareStatement(MANY);
    this.one = connection.prepareStatement(ONE);
  }

  @Override
  public void write(List<Row> rows) throws SQLException {
    if (rows.size() == 1) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        one.setString(i + 1, COLUMNS.get(i).apply(rows.getFirst()));
      }
      one.executeUpdate();
    } else {
      for (int i = 0; i < COLUMNS.size(); i++) {
        many.setObject(i + 1, rows.stream().map(COLUMNS.get(i)).toArray(String[]::new));
      }
      many.executeUpdate();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
