package io.countinghouse.simulation;

import io.countinghouse.database.LoopbackPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of a run's own on the one PostgreSQL of this JVM, a copy of one that was migrated
 * once. It need not survive a failure of the machine, so it does not wait for the disk.
 */
record Store(String name) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final class Server {

    static final String TEMPLATE = "migrated";
    static final EmbeddedPostgres POSTGRES = start();

    /** Below those that systems give to whoever asks for any, so that nobody else is given it. */
    private static int port() {
      return LoopbackPort.anyFree(10_000, 15_000).orElseThrow();
    }

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setPort(port())
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "off")
                .setServerConfig("synchronous_commit", "off")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "''")
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8")
                .start();
        execute(postgres, "CREATE DATABASE " + TEMPLATE);
        Flyway.configure()
            .dataSource(postgres.getDatabase("postgres", TEMPLATE))
            .locations("classpath:db/migration")
            .load()
            .migrate();
        return postgres;
      } catch (IOException e) {
        throw new UncheckedIOException("the simulation needs PostgreSQL and it did not start", e);
      }
    }

    static void execute(EmbeddedPostgres postgres, String sql) {
      try (Connection connection = postgres.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException("PostgreSQL refused: " + sql, e);
      }
    }
  }

  /** A new one, migrated and empty. */
  static Store fresh() {
    Store store = new Store("run_" + COUNT.incrementAndGet());
    Server.execute(
        Server.POSTGRES, "CREATE DATABASE " + store.name() + " TEMPLATE " + Server.TEMPLATE);
    return store;
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres"
        .formatted(Server.POSTGRES.getPort(), name);
  }

  DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    return source;
  }
}
