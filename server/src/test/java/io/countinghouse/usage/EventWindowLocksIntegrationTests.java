package io.countinghouse.usage;

import static io.countinghouse.usage.UsageEngine.Outcome.COUNTED;
import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.outbox.OutboxWorker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Windows change while a backup reads all events; nobody who sends any has to wait for it. */
@JobTest
class EventWindowLocksIntegrationTests implements BothProducts {

  private static final Instant START = Instant.parse("2026-04-01T00:30:00Z");

  @Autowired private UsageEngine engine;
  @Autowired private WindowKeeper keeper;
  @Autowired private OutboxWorker worker;
  @Autowired private EventWindows windows;
  @Autowired private SealedKeys sealedKeys;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private DataSource database;
  private int open;

  @BeforeEach
  void startWithOneWindow() {
    sealedKeys.learn(List.of());
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
    jdbc.sql("DELETE FROM outbox.work WHERE kind IN ('usage.keep-windows', 'metering.close-hour')")
        .update();
    tx.executeWithoutResult(_ -> {
      List<EventWindows.Window> all = windows.close();
      all.subList(0, all.size() - 1).forEach(windows::drop);
      windows.setOpened(all.getLast(), START);
    });
    open = numbers().getLast();
    clock.set(START);
    look(Duration.ZERO);
  }

  @Test
  void aBackupHoldsUpNeitherTheNextWindowNorWriters() throws Exception {
    try (Connection backup = backup()) {
      lookWhileEventsCome(Duration.ofDays(14));
      assertThat(numbers()).containsExactly(open, open + 1);
      assertThat(backup.isValid(5)).as("the backup goes on").isTrue();
    }
    assertThat(indexes(open + 1)).isEqualTo(indexes(open)).hasSize(2);
  }

  @Test
  void anOldWindowIsDroppedAfterTheBackupAndWritersGoOnMeanwhile() throws Exception {
    look(Duration.ofDays(14));
    assertThat(keeper.overdueSeconds()).isZero();
    try (Connection backup = backup()) {
      lookWhileEventsCome(Duration.ofDays(36));
      assertThat(numbers()).as("none is dropped").containsExactly(open, open + 1, open + 2);
      assertThat(backup.isValid(5)).as("the backup goes on").isTrue();
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(keeper.overdueSeconds()).isEqualTo(60);
    worker.runAll();
    assertThat(numbers()).containsExactly(open + 1, open + 2);
    assertThat(keeper.overdueSeconds()).isZero();
  }

  private void look(Duration later) {
    clock.advance(later);
    keeper.run(new DefaultApplicationArguments());
    worker.runAll();
  }

  private void lookWhileEventsCome(Duration later) throws Exception {
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<?> looking = threads.submit(() -> look(later));
      for (int i = 0; i == 0 || !looking.isDone(); i++) {
        Instant now = clock.now();
        UsageEvent event = event("meanwhile-" + i, OREGON, Item.LOG, "1", now);
        assertThat(engine.take(List.of(event), Instant.MIN, now)).containsExactly(COUNTED);
      }
      looking.get();
    }
  }

  /** Reads all events, as a backup does; it is ended before somebody could wait for it for ever. */
  private Connection backup() throws SQLException {
    Connection connection = database.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = '120s'");
      statement.execute("LOCK TABLE usage.event, usage.event_window IN ACCESS SHARE MODE");
    }
    return connection;
  }

  private List<Integer> numbers() {
    return tx.execute(_ -> windows.all()).stream().map(EventWindows.Window::no).toList();
  }

  /** Of a window's table, but for its name. */
  private List<String> indexes(int window) {
    return jdbc.sql(
            """
            SELECT replace(indexdef, tablename, 'event') AS index FROM pg_indexes
             WHERE schemaname = 'usage' AND tablename = 'event_' || :window ORDER BY 1\
            """)
        .param("window", window)
        .query((rs, _) -> rs.getString("index"))
        .list();
  }
}
