package io.countinghouse.bench;

import io.countinghouse.database.DatabaseSettings;
import io.countinghouse.database.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * The database that a benchmark fills: an embedded PostgreSQL, durable as in production, or an
 * empty database of a PostgreSQL on this machine that {@link #URL} names. The embedded one is
 * compiled for its size, not for speed.
 */
final class BenchDatabase implements AutoCloseable {

  /** The variable that names another one, as in {@code jdbc:postgresql://127.0.0.1/bench}. */
  static final String URL = "BENCH_DATABASE_URL";

  private static final String EMBEDDED_SUPERUSER = "postgres";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private static final String USERNAME = "BENCH_DATABASE_USERNAME";
  private static final String PASSWORD = "BENCH_DATABASE_PASSWORD";

  private final String url;
  private final String username;
  private final String password;
  private final @Nullable Embedded embedded;

  private record Embedded(Path folder, EmbeddedDatabase database) {}

  private BenchDatabase(String url, String username, String password, @Nullable Embedded embedded) {
    this.url = url;
    this.username = username;
    this.password = password;
    this.embedded = embedded;
  }

  /**
   * @param connectionsMax how many connections an embedded one takes
   * @throws IllegalStateException if the database named by {@link #URL} is not empty
   */
  static BenchDatabase start(int connectionsMax) throws IOException, SQLException {
    String url = System.getenv(URL);
    if (url != null) {
      BenchDatabase named = new BenchDatabase(url, variable(USERNAME), variable(PASSWORD), null);
      named.checkEmpty();
      return named;
    }
    Path folder = Files.createTempDirectory("countinghouse-bench");
    EmbeddedDatabase database =
        EmbeddedDatabase.start(new DatabaseSettings(folder.resolve("postgres"), 0, connectionsMax));
    return new BenchDatabase(
        database.url(), database.username(), database.password(), new Embedded(folder, database));
  }

  private static String variable(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }

  /** Nobody's data may be taken for a benchmark's: it is all dropped in the end. */
  private void checkEmpty() throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                SELECT (SELECT count(*) FROM pg_namespace
                         WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public'))
                     + (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('public'))
                     + (SELECT count(*) FROM pg_type WHERE typnamespace = to_regnamespace('public'))
                     + (SELECT count(*) FROM pg_proc WHERE pronamespace = to_regnamespace('public'))\
                """)) {
      rows.next();
      if (rows.getLong(1) > 0) {
        throw new IllegalStateException("the database that %s names is not empty".formatted(URL));
      }
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, username, password);
  }

  /** Writes what is left to write; a named database's user must be one who may ask for that. */
  void checkpoint() throws SQLException {
    String may = embedded == null ? username : EMBEDDED_SUPERUSER;
    try (Connection connection = DriverManager.getConnection(url, may, password);
        var statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    } catch (SQLException e) {
      if (!INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw e;
      }
      Console.print("no checkpoint: its user may not ask for one (pg_checkpoint)");
    }
  }

  /** The server's settings that lead to it. */
  List<String> settings() {
    return List.of(
        "--spring.datasource.url=" + url,
        "--spring.datasource.username=" + username,
        "--spring.datasource.password=" + password);
  }

  /** Leaves a database of one's own as empty as it was: the next round begins with it. */
  @Override
  public void close() throws IOException, SQLException {
    if (embedded == null) {
      empty();
    } else {
      embedded.database().close();
      FileSystemUtils.deleteRecursively(embedded.folder());
    }
  }

  private void empty() throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          DO $$
          DECLARE name text;
          BEGIN
            FOR name IN SELECT nspname FROM pg_namespace
                         WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
              EXECUTE format('DROP SCHEMA %I CASCADE', name);
            END LOOP;
            CREATE SCHEMA public;
          END $$\
          """);
    }
  }
}
