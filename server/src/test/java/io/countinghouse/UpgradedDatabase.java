package io.countinghouse;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** A database as an earlier version left it, which is then upgraded. */
final class UpgradedDatabase {

  private final TestDatabase database = TestDatabase.empty();

  /**
   * @param version the last migration that it has had
   */
  static UpgradedDatabase at(String version) {
    UpgradedDatabase upgraded = new UpgradedDatabase();
    upgraded.migrate(MigrationVersion.fromVersion(version));
    return upgraded;
  }

  void upgrade() {
    migrate(MigrationVersion.LATEST);
  }

  private void migrate(MigrationVersion target) {
    Flyway.configure()
        .dataSource(database.url(), "postgres", "")
        .locations("classpath:db/migration")
        .target(target)
        .load()
        .migrate();
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of all rows. */
  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
