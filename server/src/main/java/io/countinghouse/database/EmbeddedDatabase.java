package io.countinghouse.database;

import com.sun.management.OperatingSystemMXBean;
import io.countinghouse.database.DatabaseStartException.Reason;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of the server's own. It keeps its data between starts, writes every commit to
 * disk before answering, and is reachable from this machine alone, by password.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The role the server works as, and the name of its database. */
  static final String NAME = "countinghouse";

  private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final int PORT_FROM = 20_000;
  private static final int PORT_TO = 30_000;

  /** PostgreSQL's manual gives it a quarter of the memory; here the server needs some too. */
  private static final int BUFFERS_SHARE = 4;

  private static final long BUFFERS_MB_MAX = 2048;

  private final DataFolder folder;
  private final EmbeddedPostgres postgres;
  private final String password;

  private EmbeddedDatabase(DataFolder folder, EmbeddedPostgres postgres, String password) {
    this.folder = folder;
    this.postgres = postgres;
    this.password = password;
  }

  /**
   * Starts it, after stopping a PostgreSQL that a killed server left in the same folder.
   *
   * @throws DatabaseStartException if it cannot be started; says why and what to do
   */
  public static EmbeddedDatabase start(DatabaseSettings settings) {
    DataFolder folder = DataFolder.take(settings.folder());
    try {
      LeftOver.stop(folder.cluster());
      folder.removeUnfinished();
      int port = port(settings, folder);
      String password = folder.password();
      EmbeddedPostgres postgres = launch(settings, folder, port, password);
      createDatabase(postgres, password);
      folder.markComplete();
      log.info("the embedded PostgreSQL in {} listens on 127.0.0.1:{}", folder.path(), port);
      return new EmbeddedDatabase(folder, postgres, password);
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  private static int port(DatabaseSettings settings, DataFolder folder) {
    if (settings.port() != 0) {
      if (!LoopbackPort.isFree(settings.port())) {
        throw new DatabaseStartException(
            Reason.PORT_TAKEN,
            "Port %d, which the database is to listen on, is taken.".formatted(settings.port()),
            "Stop the program that uses it, or set countinghouse.database.port to another port or"
                + " to 0.",
            null);
      }
      return settings.port();
    }
    int kept = folder.keptPort().orElse(0);
    int port = kept != 0 && LoopbackPort.isFree(kept) ? kept : anyFree();
    folder.keepPort(port);
    return port;
  }

  private static int anyFree() {
    return LoopbackPort.anyFree(PORT_FROM, PORT_TO)
        .orElseThrow(() ->
            new DatabaseStartException(
                Reason.PORT_TAKEN,
                "No free port was found for the database.",
                "Set countinghouse.database.port to a port this user may listen on.",
                null));
  }

  /** The library is made for tests: what it leaves unsafe is set right here. */
  private static EmbeddedPostgres launch(
      DatabaseSettings settings, DataFolder folder, int port, String password) {
    try {
      return EmbeddedPostgres.builder()
          .setOverrideWorkingDirectory(folder.binaries().toFile())
          .setDataDirectory(folder.cluster())
          .setCleanDataDirectory(false)
          .setRegisterShutdownHook(false)
          .setPGStartupWait(START_MAX)
          .setPort(port)
          .setLocaleConfig("auth", "scram-sha-256")
          .setLocaleConfig("pwfile", folder.passwordFile().toString())
          .setLocaleConfig("locale", "C")
          .setLocaleConfig("locale-provider", "builtin")
          .setLocaleConfig("builtin-locale", "C.UTF-8")
          .setConnectConfig("password", password)
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setServerConfig("full_page_writes", "on")
          .setServerConfig("listen_addresses", "127.0.0.1")
          .setServerConfig("unix_socket_directories", "''")
          .setServerConfig("password_encryption", "scram-sha-256")
          .setServerConfig("max_connections", Integer.toString(settings.maxConnections()))
          .setServerConfig("shared_buffers", buffersMb() + "MB")
          .setServerConfig("max_wal_size", "4GB")
          .setServerConfig("checkpoint_timeout", "15min")
          .start();
    } catch (IOException | RuntimeException e) {
      LeftOver.stop(folder.cluster());
      throw notStarted(folder, e);
    }
  }

  private static long buffersMb() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return Math.min((system.getTotalMemorySize() / BUFFERS_SHARE) >> 20, BUFFERS_MB_MAX);
  }

  private static DatabaseStartException notStarted(DataFolder folder, Exception e) {
    return new DatabaseStartException(
        Reason.NOT_STARTED,
        "The embedded PostgreSQL in %s did not start (%s).".formatted(folder.path(), e),
        "Its own words are in the log above; started as root it needs 'unshare -U' to work: use"
            + " another user, or set spring.datasource.url to a PostgreSQL that runs already.",
        e);
  }

  private static void createDatabase(EmbeddedPostgres postgres, String password) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
        // The password is hexadecimal; CREATE ROLE takes no parameters.
        statement.execute("CREATE ROLE " + NAME + " LOGIN PASSWORD '" + password + "'");
      }
      if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
        statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
      }
    } catch (SQLException e) {
      throw new DatabaseStartException(
          Reason.NOT_STARTED,
          "The embedded PostgreSQL runs but refuses to make its database (%s)."
              .formatted(e.getSQLState()),
          "Its own words are in the log above.",
          e);
    }
  }

  private static boolean exists(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      return rows.next();
    }
  }

  /** Where it is reached; the password is not part of it. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + NAME;
  }

  public String username() {
    return NAME;
  }

  public String password() {
    return password;
  }

  @Override
  public void close() throws IOException {
    try (folder) {
      postgres.close();
    }
  }
}
