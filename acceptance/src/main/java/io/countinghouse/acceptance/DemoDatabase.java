package io.countinghouse.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A look into a demo's PostgreSQL, which outlives a killed demo until the next one starts. */
final class DemoDatabase implements AutoCloseable {

  private final Connection connection;

  private DemoDatabase(Connection connection) {
    this.connection = connection;
  }

  static DemoDatabase of(DemoProcess demo) {
    Path folder = demo.folder().resolve("postgres");
    try {
      String port = Files.readString(folder.resolve("port")).strip();
      String password = Files.readString(folder.resolve("password")).strip();
      return new DemoDatabase(
          DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + port + "/countinghouse", "countinghouse", password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new AssertionError("the demo's database cannot be reached", e);
    }
  }

  /** The first column of all rows, joined by commas. */
  String column(String sql, String... values) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      StringBuilder found = new StringBuilder();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.append(found.isEmpty() ? "" : ",").append(rows.getString(1));
        }
      }
      return found.toString();
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Executes statements that find nothing. */
  void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** {@code kill -9} of a demo's PostgreSQL, and not of those who use it. */
  static void killServer(DemoProcess demo) {
    try {
      String pid =
          Files.readAllLines(demo.folder().resolve("postgres/cluster/postmaster.pid"))
              .getFirst()
              .strip();
      ProcessHandle postgres = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
      if (!postgres.destroyForcibly()) {
        throw new AssertionError("PostgreSQL cannot be killed");
      }
      postgres.onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Locks the rows that the statement finds, until this is closed. */
  void lock(String sql, String... values) {
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    String _ = column(sql, values);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
