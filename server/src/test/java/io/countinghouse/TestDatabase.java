package io.countinghouse;

import io.countinghouse.database.LoopbackPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A database of a test's own, on the one real PostgreSQL of this test JVM. Making one takes some
 * ten milliseconds: it is a copy of a template that was migrated once. Sessions are in the JVM's
 * time zone, which the build sets to one far from UTC.
 *
 * <p>There is no way to skip a test without it: if PostgreSQL does not start, the tests fail.
 *
 * @param name its name on the server
 */
public record TestDatabase(String name) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** The server of this JVM; gone with it. */
  private static final class Server {

    static final String TEMPLATE = "migrated";

    private static final String FOLDER = "countinghouse-test-";
    private static final long MEMORY_MIN = 2L << 30;

    static final EmbeddedPostgres POSTGRES = start();

    /** Not the library's choice: another test JVM may be given that before PostgreSQL takes it. */
    private static int port() {
      return LoopbackPort.anyFree(15_000, 20_000).orElseThrow();
    }

    /**
     * In memory where the system has a place for that: each class gets a copy of hundreds of files,
     * and their removal took longer than some classes. What a killed JVM left there is removed.
     */
    private static Path folder() throws IOException {
      Path memory = Path.of("/dev/shm");
      if (!Files.isWritable(memory) || Files.getFileStore(memory).getUsableSpace() < MEMORY_MIN) {
        return Files.createTempDirectory(FOLDER);
      }
      try (DirectoryStream<Path> earlier = Files.newDirectoryStream(memory, FOLDER + "*")) {
        for (Path folder : earlier) {
          long pid = Long.parseLong(folder.getFileName().toString().substring(FOLDER.length()));
          if (ProcessHandle.of(pid).isEmpty()) {
            remove(folder);
          }
        }
      }
      return memory.resolve(FOLDER + ProcessHandle.current().pid());
    }

    private static void remove(Path folder) throws IOException {
      try {
        FileSystemUtils.deleteRecursively(folder);
      } catch (NoSuchFileException _) {
        // Another test JVM that begins now removes it too.
      }
    }

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setPort(port())
                .setDataDirectory(folder())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "300")
                // It would go round the databases of all earlier classes, which nobody drops.
                .setServerConfig("autovacuum", "off")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .start();
        execute(postgres.getPostgresDatabase(), "CREATE DATABASE " + TEMPLATE);
        Flyway.configure()
            .dataSource(postgres.getDatabase("postgres", TEMPLATE))
            .locations("classpath:db/migration")
            .load()
            .migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("the tests need PostgreSQL and it did not start", e);
      }
    }
  }

  /** A new database with all migrations applied and nothing in it. */
  public static TestDatabase fresh() {
    return copyOf(Server.TEMPLATE);
  }

  /** A new database without any table. */
  public static TestDatabase empty() {
    return copyOf("template1");
  }

  /** A new database with what this one holds; nobody may be connected to this one. */
  public TestDatabase copy() {
    return copyOf(name);
  }

  private static TestDatabase copyOf(String template) {
    String name = "test_" + COUNT.incrementAndGet();
    execute(
        Server.POSTGRES.getPostgresDatabase(), "CREATE DATABASE " + name + " TEMPLATE " + template);
    return new TestDatabase(name);
  }

  /** Where it is reached, user included; no password is needed. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + Server.POSTGRES.getPort()
        + "/"
        + name
        + "?user=postgres";
  }

  /** A source of connections that keeps none open. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    return source;
  }

  /** Runs one statement. */
  public void execute(String sql) {
    execute(dataSource(), sql);
  }

  private static void execute(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("the test database refused: " + sql, e);
    }
  }
}
