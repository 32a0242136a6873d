package io.countinghouse.bench;

import io.countinghouse.Countinghouse;
import io.countinghouse.database.DatabaseSettings;
import io.countinghouse.database.EmbeddedDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A database of its own, durable as in production, with the real server on it. */
final class IntakeRig implements AutoCloseable {

  static final String API_KEY = "chk_0123456789012345678901234567890123456789012";

  private static final int CONNECTIONS_MAX = 100;

  private final Path folder;
  private final EmbeddedDatabase database;
  private final ConfigurableApplicationContext server;
  private final CpuTime cpu;

  private IntakeRig(Path folder, EmbeddedDatabase database, ConfigurableApplicationContext server)
      throws SQLException {
    this.folder = folder;
    this.database = database;
    this.server = server;
    try (Connection connection = connect()) {
      this.cpu = CpuTime.of(connection);
    }
  }

  static IntakeRig start() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("countinghouse-bench");
    EmbeddedDatabase database =
        EmbeddedDatabase.start(
            new DatabaseSettings(folder.resolve("postgres"), 0, CONNECTIONS_MAX));
    ConfigurableApplicationContext server =
        Countinghouse.start(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--logging.level.root=ERROR",
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.username(),
            "--spring.datasource.password=" + database.password(),
            "--spring.datasource.hikari.maximum-pool-size=20",
            "--countinghouse.identity.secret=a-secret-for-benchmarks-of-32-characters",
            "--countinghouse.identity.first-api-key=" + API_KEY);
    return new IntakeRig(folder, database, server);
  }

  int port() {
    return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  CpuTime cpu() {
    return cpu;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.username(), database.password());
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long count(String sql) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql);
        var rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    database.close();
    FileSystemUtils.deleteRecursively(folder);
  }
}
