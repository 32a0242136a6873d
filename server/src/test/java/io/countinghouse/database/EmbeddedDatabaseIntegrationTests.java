package io.countinghouse.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.countinghouse.TestDatabase;
import io.countinghouse.database.DatabaseStartException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

@Tag("slow")
@Timeout(300)
class EmbeddedDatabaseIntegrationTests {

  @TempDir private Path temp;

  /** The library unpacks its programs once per JVM, into whichever folder asks first. */
  @BeforeAll
  static void unpackWhereItStays() {
    TestDatabase.empty();
  }

  private DatabaseSettings settings() {
    return new DatabaseSettings(temp.resolve("db"), 0, 20);
  }

  @Test
  void whatWasCommittedIsThereAfterARestartOnTheSamePort() throws Exception {
    String url;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      url = database.url();
      execute(database, "CREATE TABLE kept (id integer)");
      execute(database, "INSERT INTO kept VALUES (1)");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      assertThat(database.url()).isEqualTo(url);
      assertThat(read(database, "SELECT count(*) FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void commitsAreWrittenToDiskAndOnlyThisMachineMayConnectByPassword() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      Map.of(
              "fsync", "on",
              "synchronous_commit", "on",
              "full_page_writes", "on",
              "listen_addresses", "127.0.0.1",
              "password_encryption", "scram-sha-256",
              "max_connections", "20")
          .forEach((setting, value) ->
              assertThat(read(database, "SHOW " + setting)).as(setting).isEqualTo(value));
      assertThat(Files.readAllLines(temp.resolve("db/cluster/postmaster.pid")).get(4))
          .as("folder of its socket")
          .isEmpty();
      assertThat(Files.readString(temp.resolve("db/cluster/pg_hba.conf")))
          .contains("scram-sha-256")
          .doesNotContainPattern("(?m)^[^#\\n]*\\btrust\\b");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() ->
              DriverManager.getConnection(database.url(), database.username(), "wrong").close())
          .matches(e -> "28P01".equals(e.getSQLState()));
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(temp.resolve("db/password"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void theServersRoleIsNoSuperuserButMayInstallTheExtensionItNeeds() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      execute(database, "CREATE EXTENSION btree_gist");
      assertThat(read(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
    }
  }

  @Test
  void afterTheJvmWasKilledTheNextStartFindsWhatWasCommitted() throws Exception {
    Path committed = temp.resolve("committed");
    Process killed = program(committed);
    awaitFile(committed, killed);
    killed.destroyForcibly();
    assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
    ProcessHandle leftOver = postmaster();
    assertThat(leftOver.isAlive()).isTrue();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      assertThat(read(database, "SELECT count(*) FROM kept")).isEqualTo("1");
    }
    assertThat(leftOver.isAlive()).isFalse();
  }

  @Test
  void aSecondServerOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      assertRefused(settings(), Reason.FOLDER_IN_USE);
      assertThat(read(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aTakenPortIsRefusedInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DatabaseStartException refused =
          assertRefused(
              new DatabaseSettings(temp.resolve("db"), taken.getLocalPort(), 20),
              Reason.PORT_TAKEN);
      FailureAnalysis analysis =
          Objects.requireNonNull(
              new DatabaseStartFailureAnalyzer().analyze(new RuntimeException(refused)));
      assertThat(analysis.getDescription()).contains(Integer.toString(taken.getLocalPort()));
      assertThat(analysis.getAction()).contains("countinghouse.database.port");
    }
  }

  @Test
  void aKeptPortThatWasTakenMeanwhileIsReplaced() throws Exception {
    int kept;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      kept = Integer.parseInt(Files.readString(temp.resolve("db/port")));
      assertThat(database.url()).contains(":" + kept + "/");
    }
    try (ServerSocket taken = new ServerSocket(kept, 1, InetAddress.getLoopbackAddress());
        EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      assertThat(database.url()).doesNotContain(":" + taken.getLocalPort() + "/");
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedInOneSentence() throws Exception {
    Path file = Files.createFile(temp.resolve("file"));
    assertRefused(new DatabaseSettings(file.resolve("db"), 0, 20), Reason.FOLDER_UNUSABLE);
  }

  @Test
  void aClusterWhoseMakingWasCutShortIsMadeAgain() throws Exception {
    Path cluster = Files.createDirectories(temp.resolve("db/cluster"));
    Files.writeString(cluster.resolve("postgresql.conf"), "# half of it");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      assertThat(read(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aPidFileThatNamesAnotherProgramDoesNotHoldTheStartUp() throws Exception {
    EmbeddedDatabase.start(settings()).close();
    long otherProgram = ProcessHandle.current().pid();
    Files.writeString(temp.resolve("db/cluster/postmaster.pid"), otherProgram + "\n" + temp + "\n");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(settings())) {
      assertThat(read(database, "SELECT 1")).isEqualTo("1");
    }
  }

  private static DatabaseStartException assertRefused(DatabaseSettings settings, Reason reason) {
    try {
      EmbeddedDatabase.start(settings).close();
    } catch (DatabaseStartException e) {
      assertThat(e.reason()).isEqualTo(reason);
      assertThat(e.remedy()).endsWith(".");
      return e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("it started although it should have been refused: " + reason);
  }

  private Process program(Path committed) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedDatabaseProgram.class.getName(),
            settings().folder().toString(),
            committed.toString())
        .redirectErrorStream(true)
        .redirectOutput(temp.resolve("program.log").toFile())
        .start();
  }

  private static void awaitFile(Path file, Process program) throws Exception {
    while (!Files.exists(file)) {
      if (program.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the program ended with " + program.exitValue());
      }
    }
  }

  private ProcessHandle postmaster() throws IOException {
    String pid =
        Files.readAllLines(settings().folder().resolve("cluster/postmaster.pid")).getFirst();
    return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String read(EmbeddedDatabase database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return DriverManager.getConnection(database.url(), database.username(), database.password());
  }
}
