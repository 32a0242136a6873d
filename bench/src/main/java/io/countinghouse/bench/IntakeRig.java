package io.countinghouse.bench;

import io.countinghouse.Countinghouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;

/** A database of its own, durable as in production, with the real server on it. */
final class IntakeRig implements AutoCloseable {

  static final String API_KEY = "chk_0123456789012345678901234567890123456789012";

  private static final int CONNECTIONS_MAX = 100;

  private final BenchDatabase database;
  private final ConfigurableApplicationContext server;
  private final CpuTime cpu;

  private IntakeRig(BenchDatabase database, ConfigurableApplicationContext server)
      throws SQLException {
    this.database = database;
    this.server = server;
    try (Connection connection = connect()) {
      this.cpu = CpuTime.of(connection);
    }
  }

  static IntakeRig start() throws IOException, SQLException {
    BenchDatabase database = BenchDatabase.start(CONNECTIONS_MAX);
    List<String> own =
        List.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--logging.level.root=ERROR",
            "--spring.datasource.hikari.maximum-pool-size=20",
            "--countinghouse.identity.secret=a-secret-for-benchmarks-of-32-characters",
            "--countinghouse.identity.first-api-key=" + API_KEY);
    ConfigurableApplicationContext server =
        Countinghouse.start(
            Stream.concat(own.stream(), database.settings().stream()).toArray(String[]::new));
    return new IntakeRig(database, server);
  }

  int port() {
    return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  CpuTime cpu() {
    return cpu;
  }

  Connection connect() throws SQLException {
    return database.connect();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void checkpoint() throws SQLException {
    database.checkpoint();
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
  public void close() throws IOException, SQLException {
    server.close();
    database.close();
  }
}
