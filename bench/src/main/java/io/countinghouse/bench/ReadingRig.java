package io.countinghouse.bench;

import io.countinghouse.Countinghouse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A database of its own, durable as in production, with the real server on it that does no other
 * work meanwhile.
 */
final class ReadingRig implements AutoCloseable {

  private static final int CONNECTIONS_MAX = 50;

  private final BenchDatabase database;
  private final ConfigurableApplicationContext server;
  private final Connection connection;

  private ReadingRig(
      BenchDatabase database, ConfigurableApplicationContext server, Connection connection) {
    this.database = database;
    this.server = server;
    this.connection = connection;
  }

  /**
   * @param more settings of the server besides its own
   */
  static ReadingRig start(String... more) throws IOException, SQLException {
    BenchDatabase database = BenchDatabase.start(CONNECTIONS_MAX);
    ConfigurableApplicationContext server = Countinghouse.start(arguments(database, more));
    return new ReadingRig(database, server, database.connect());
  }

  private static String[] arguments(BenchDatabase database, String... more) {
    List<String> own =
        List.of(
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--spring.main.banner-mode=off",
            "--logging.level.root=WARN",
            "--countinghouse.outbox.enabled=false",
            "--countinghouse.marketplace.consume=false",
            "--countinghouse.marketplace.products[0].id=guance-cn",
            "--countinghouse.marketplace.products[0].code=prodcn",
            "--countinghouse.marketplace.products[0].title-zh=观测云",
            "--countinghouse.marketplace.products[0].title-en=Guance",
            "--countinghouse.marketplace.products[0].partition=aws-cn",
            "--countinghouse.marketplace.products[0].region=cn-northwest-1",
            "--countinghouse.marketplace.products[0].currency=CNY",
            "--countinghouse.marketplace.products[0].dimensions[0]=fee",
            "--countinghouse.marketplace.products[0].unit=0.01",
            "--countinghouse.marketplace.products[0].queue-url=http://127.0.0.1/queue",
            "--countinghouse.marketplace.products[0].subscribe-url=http://127.0.0.1/subscribe",
            "--countinghouse.marketplace.products[0].manage-url=http://127.0.0.1/manage",
            "--countinghouse.identity.secret=a-secret-for-benchmarks-of-32-characters");
    return Stream.of(own, database.settings(), List.of(more))
        .flatMap(List::stream)
        .toArray(String[]::new);
  }

  int port() {
    return server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  CpuTime cpu() throws SQLException {
    return CpuTime.of(connection);
  }

  ApplicationContext server() {
    return server;
  }

  <T> T bean(Class<T> type) {
    return server.getBean(type);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  long count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** The first column of the first row. */
  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** The processor time that the server and PostgreSQL used so far. */
  CpuTime.Used cpuTime() throws SQLException {
    return CpuTime.of(connection).now();
  }

  @Override
  public void close() throws IOException, SQLException {
    connection.close();
    server.close();
    database.close();
  }
}
