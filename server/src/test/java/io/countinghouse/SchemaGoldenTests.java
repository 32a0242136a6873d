package io.countinghouse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schema after all migrations, table by table. */
class SchemaGoldenTests {

  /** A heading and the lines under it; every table but those of PostgreSQL and Flyway. */
  private static final String TABLES =
      """
      SELECT format('%I.%I', n.nspname, c.relname) AS heading
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'p', 'v', 'm')
         AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
         AND c.relname <> 'flyway_schema_history'
       ORDER BY 1
      """;

  private static final String COLUMNS =
      """
      SELECT format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                    CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
                    CASE WHEN a.attidentity <> '' THEN ' IDENTITY'
                         ELSE coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') END)
        FROM pg_attribute a
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attrelid = to_regclass(:relation) AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum
      """;

  private static final String CONSTRAINTS =
      """
      SELECT format('  CONSTRAINT %s %s', conname, pg_get_constraintdef(oid))
        FROM pg_constraint
       WHERE conrelid = to_regclass(:relation) AND contype <> 'n'
       ORDER BY conname
      """;

  private static final String INDEXES =
      """
      SELECT '  ' || pg_get_indexdef(i.indexrelid)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = to_regclass(:relation)
         AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid)
       ORDER BY c.relname
      """;

  private static final String TRIGGERS =
      """
      SELECT '  ' || pg_get_triggerdef(oid)
        FROM pg_trigger
       WHERE tgrelid = to_regclass(:relation) AND NOT tgisinternal
       ORDER BY tgname
      """;

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.fresh().dataSource());

  @Test
  void theSchemaIsTheKnownOne() {
    List<String> tables = new ArrayList<>();
    for (String table : strings(TABLES, "")) {
      tables.add(described(table));
    }
    String dump = String.join("\n", tables);
    GoldenFile.assertUnchanged("schema.txt", dump);
  }

  private String described(String table) {
    List<String> lines = new ArrayList<>(List.of(table));
    for (String query : List.of(COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS)) {
      lines.addAll(strings(query, table));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> strings(String query, String table) {
    return jdbc.sql(query).param("relation", table).query((rs, _) -> rs.getString(1)).list();
  }
}
