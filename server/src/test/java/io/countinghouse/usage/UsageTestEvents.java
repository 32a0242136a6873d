package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Events, workspaces and points as the tests of this package need them. */
final class UsageTestEvents {

  static final WorkspaceId CHINA = new WorkspaceId("wksp_china");
  static final WorkspaceId OREGON = new WorkspaceId("wksp_oregon");

  private UsageTestEvents() {}

  /** Makes a workspace in China (zone +8) and one in Oregon (billing days in UTC). */
  static void makeWorkspaces(JdbcClient jdbc) {
    makeWorkspace(jdbc, CHINA, "cn2");
    makeWorkspace(jdbc, OREGON, "us1");
  }

  private static void makeWorkspace(JdbcClient jdbc, WorkspaceId id, String site) {
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES (:id, :site, 'Test', 'en', 'COMMERCIAL', '2026-01-01T00:00:00Z')
            ON CONFLICT DO NOTHING\
            """)
        .param("id", id.value())
        .param("site", site)
        .update();
  }

  static void forgetUsage(JdbcClient jdbc) {
    jdbc.sql("TRUNCATE usage.event, usage.unknown_event, usage.hour_point, usage.touched_day")
        .update();
  }

  static UsageEvent event(
      String id, WorkspaceId workspace, Item item, String quantity, Instant usedAt) {
    return new UsageEvent(
        new UsageEvent.Key("/test", id),
        workspace,
        item,
        item.defaultMeasure(),
        item.retained() ? "3d" : "",
        new BigDecimal(quantity),
        usedAt);
  }

  /** Takes back an event of {@link #event}. */
  static VoidEvent voiding(String id, String target, Instant at) {
    return new VoidEvent(new UsageEvent.Key("/test", id), target, at);
  }

  /** The defaults, but for two limits. */
  static UsageSettings settings(int eventsPerRequestMax, int waitingEventsMax) {
    return new UsageSettings(
        eventsPerRequestMax,
        DataSize.ofMegabytes(5),
        Duration.ofMinutes(1),
        Duration.ofDays(35),
        Duration.ofDays(36),
        Duration.ofDays(14),
        DataSize.ofMegabytes(32),
        Duration.ofMinutes(10),
        DataSize.ofMegabytes(192),
        DataSize.ofGigabytes(1),
        DataSize.ofKilobytes(64),
        1000,
        100,
        waitingEventsMax);
  }

  /** The engine on a database of its own, as another node has it. */
  static PostgresEngine engine(DataSource database, WorkspaceSites sites) {
    JdbcClient jdbc = JdbcClient.create(database);
    EventTable events = new EventTable(jdbc, new EventCopy(new JdbcTemplate(database)));
    TransactionTemplate tx = new TransactionTemplate(new JdbcTransactionManager(database));
    return new PostgresEngine(
        new EventWindows(jdbc),
        events,
        new SealedKeys(events, DataSize.ofMegabytes(1), tx),
        new UsageEffects(new PointTable(jdbc), new UnknownWorkspaceUsage(jdbc), sites),
        sites,
        tx);
  }

  /** Seals the open window and opens the next, however long those who write need to leave. */
  static void rotate(DataSource database, Instant at) {
    EventWindows windows = new EventWindows(JdbcClient.create(database));
    TransactionTemplate tx = new TransactionTemplate(new JdbcTransactionManager(database));
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      try {
        tx.executeWithoutResult(_ -> windows.rotate(windows.close().getLast(), at));
        return;
      } catch (DataAccessException e) {
        if (!EventWindows.isWaiting(e) || System.nanoTime() - end > 0) {
          throw e;
        }
      }
    }
  }

  /** Every point, sorted, as {@code workspace day item retention measure hour quantity}. */
  static List<String> points(JdbcClient jdbc) {
    return jdbc.sql(
            """
            SELECT concat_ws(' ', workspace_id, day, item, retention, measure,
                             to_char(hour AT TIME ZONE 'UTC', 'MM-DD"T"HH24'), trim_scale(quantity)) AS line
              FROM usage.hour_point ORDER BY 1\
            """)
        .query((rs, _) -> rs.getString("line"))
        .list();
  }

  static List<String> touchedDays(JdbcClient jdbc) {
    return jdbc.sql(
            "SELECT concat_ws(' ', workspace_id, day) AS line FROM usage.touched_day ORDER BY"
                + " workspace_id, day")
        .query((rs, _) -> rs.getString("line"))
        .list();
  }
}
