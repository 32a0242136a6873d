package io.countinghouse.console;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks for a text in every column of every table. */
final class StoredText {

  private StoredText() {}

  private record Column(String schema, String table, String name, String type) {

    /** Bytes are looked into as hex, all else as text. */
    boolean holds(JdbcClient jdbc, String text) {
      String value =
          type.equals("bytea")
              ? "encode(\"%s\", 'escape')".formatted(name)
              : "CAST(\"%s\" AS text)".formatted(name);
      return jdbc.sql(
              "SELECT EXISTS (SELECT 1 FROM \"%s\".\"%s\" WHERE strpos(%s, :text) > 0)"
                  .formatted(schema, table, value))
          .param("text", text)
          .query(Boolean.class)
          .single();
    }
  }

  /** The columns that hold a text, as schema.table.column. */
  static List<String> placesOf(JdbcClient jdbc, String text) {
    return columns(jdbc)
        .filter(column -> column.holds(jdbc, text))
        .map(column -> column.schema() + "." + column.table() + "." + column.name())
        .toList();
  }

  private static Stream<Column> columns(JdbcClient jdbc) {
    return jdbc
        .sql(
            """
            SELECT c.table_schema, c.table_name, c.column_name, c.data_type
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema NOT IN ('pg_catalog', 'information_schema')
               AND t.table_type = 'BASE TABLE'\
            """)
        .query((rs, _) ->
            new Column(rs.getString(1), rs.getString(2), rs.getString(3), rs.getString(4)))
        .list()
        .stream();
  }
}
