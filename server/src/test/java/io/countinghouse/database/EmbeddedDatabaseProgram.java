package io.countinghouse.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A JVM of its own that starts the database, commits one row, says so by making a file, and waits
 * to be killed.
 */
final class EmbeddedDatabaseProgram {

  private EmbeddedDatabaseProgram() {}

  public static void main(String[] args) throws IOException, SQLException {
    try (EmbeddedDatabase database =
            EmbeddedDatabase.start(new DatabaseSettings(Path.of(args[0]), 0, 20));
        Connection connection =
            DriverManager.getConnection(database.url(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept (id integer)");
      statement.execute("INSERT INTO kept VALUES (1)");
      Files.createFile(Path.of(args[1]));
      System.in.read();
    }
  }
}
