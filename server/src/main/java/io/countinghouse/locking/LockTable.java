package io.countinghouse.locking;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.CopyRows;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code locking.lock}. Whoever writes them holds the rows of the workspaces first. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class LockTable {

  static final String SELECT =
      """
      SELECT workspace_id, billing_account_id, cause, started_at, buffer_ends_at, reminded_until, cleared_at FROM locking.lock
       WHERE ended_at IS NULL
      """;

  private static final String IN_BUFFER = "ended_at IS NULL AND cleared_at IS NULL";

  /** The next step of a lock {@code l}; an end that is over is due however often we reminded. */
  private static final String DUE =
      """
      least(l.buffer_ends_at,
            (SELECT min(l.buffer_ends_at - CAST(s AS interval)) FROM unnest(CAST(:steps AS text[])) AS s
              WHERE l.buffer_ends_at - CAST(s AS interval) > l.reminded_until))\
      """;

  private static final String INTO =
      """
      locking.lock (workspace_id, cause, agreement_id, billing_account_id, started_at, buffer_ends_at, reminded_until)\
      """;

  private static final int COLUMNS = 7;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  LockTable(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** How a lock ended. */
  enum End {
    PAYER,
    DISSOLUTION
  }

  Optional<Lock> of(WorkspaceId workspace) {
    return jdbc.sql(SELECT + "AND workspace_id = :workspace")
        .param("workspace", workspace.value())
        .query(LockTable::lock)
        .optional();
  }

  /** The locks that are on, in the order of the workspaces' ids. */
  List<Lock> of(Collection<WorkspaceId> workspaces) {
    return jdbc.sql(SELECT + "AND workspace_id = ANY (:ids) ORDER BY workspace_id")
        .param("ids", values(workspaces))
        .query(LockTable::lock)
        .list();
  }

  /** Those of the locks that are in their buffer, in the order of the workspaces' ids. */
  List<Lock> inBuffer(Collection<WorkspaceId> workspaces) {
    return of(workspaces).stream().filter(lock -> lock.clearedAt() == null).toList();
  }

  /** The instants at which locks began that are in their buffer. */
  List<Instant> beginnings() {
    return jdbc.sql("SELECT DISTINCT started_at FROM locking.lock WHERE " + IN_BUFFER)
        .query((rs, _) -> SqlTime.instant(rs, "started_at"))
        .list();
  }

  /**
   * When the next thing, a reminder or the end of the buffer, is due for the locks that began at an
   * instant.
   */
  Optional<Instant> nextDue(Instant startedAt, List<Duration> reminders) {
    return jdbc.sql(
            "SELECT min("
                + DUE
                + ") AS due FROM (SELECT DISTINCT buffer_ends_at, reminded_until FROM locking.lock"
                + " WHERE started_at = :startedAt AND "
                + IN_BUFFER
                + ") AS l")
        .param("startedAt", SqlTime.utc(startedAt))
        .param("steps", steps(reminders))
        .query((rs, _) -> SqlTime.optional(rs, "due"))
        .single();
  }

  /** The workspaces for whose locks, of those that began at an instant, something is due. */
  List<WorkspaceId> due(Instant startedAt, List<Duration> reminders, Instant now, int limit) {
    return jdbc.sql(
            "SELECT l.workspace_id FROM locking.lock l WHERE l.started_at = :startedAt AND "
                + IN_BUFFER
                + " AND "
                + DUE
                + " <= :now ORDER BY l.no LIMIT :limit")
        .param("startedAt", SqlTime.utc(startedAt))
        .param("steps", steps(reminders))
        .param("now", SqlTime.utc(now))
        .param("limit", limit)
        .query((rs, _) -> new WorkspaceId(rs.getString("workspace_id")))
        .list();
  }

  private static String[] steps(List<Duration> reminders) {
    return reminders.stream().map(Duration::toString).toArray(String[]::new);
  }

  /**
   * Begins locks.
   *
   * @param lost who paid before, by workspace
   * @param at a business time: to the microsecond
   */
  void begin(Map<WorkspaceId, Payer> lost, Instant at, Instant bufferEndsAt) {
    template.execute((Connection connection) -> {
      new CopyRows(COLUMNS)
          .send(
              connection,
              INTO,
              lost.entrySet(),
              (rows, one) -> append(rows, one.getKey(), one.getValue(), at, bufferEndsAt));
      return true;
    });
  }

  private static void append(
      CopyRows rows, WorkspaceId workspace, Payer payer, Instant at, Instant bufferEndsAt) {
    rows.row()
        .text(workspace.value())
        .text(causeOf(payer).name())
        .text(agreement(payer))
        .text(payer.billingAccount().value())
        .time(at)
        .time(bufferEndsAt)
        .time(at);
  }

  static LockCause causeOf(Payer lost) {
    return switch (lost) {
      case Payer.CloudAccount _ -> LockCause.SUBSCRIPTION_ENDED;
      case Payer.BillingCenter _ -> LockCause.ARREARS;
    };
  }

  private static @Nullable String agreement(Payer lost) {
    return switch (lost) {
      case Payer.CloudAccount(BillingAccountId _, AgreementId id) -> id.value();
      case Payer.BillingCenter _ -> null;
    };
  }

  void remind(Collection<WorkspaceId> workspaces, Instant now) {
    set("reminded_until", workspaces, now);
  }

  void clear(Collection<WorkspaceId> workspaces, Instant now) {
    set("cleared_at", workspaces, now);
  }

  void shorten(WorkspaceId workspace, Instant bufferEndsAt) {
    set("buffer_ends_at", List.of(workspace), bufferEndsAt);
  }

  /** Reminders that would have been due by now are not: the owner is told of the new end. */
  void extend(WorkspaceId workspace, Instant bufferEndsAt, Instant now) {
    jdbc.sql(
            "UPDATE locking.lock SET buffer_ends_at = :end, reminded_until = greatest(reminded_until, :now)"
                + " WHERE workspace_id = :workspace AND "
                + IN_BUFFER)
        .param("end", SqlTime.utc(bufferEndsAt))
        .param("now", SqlTime.utc(now))
        .param("workspace", workspace.value())
        .update();
  }

  private void set(String column, Collection<WorkspaceId> workspaces, Instant value) {
    jdbc.sql(
            "UPDATE locking.lock SET "
                + column
                + " = :value WHERE workspace_id = ANY (:ids) AND "
                + IN_BUFFER)
        .param("value", SqlTime.utc(value))
        .param("ids", values(workspaces))
        .update();
  }

  /** Ends the locks that are on; one that began later, by another node's clock, when it began. */
  void end(Collection<WorkspaceId> workspaces, End by, Instant at) {
    jdbc.sql(
            """
            UPDATE locking.lock SET ended_at = greatest(:at, started_at), ended_by = :by
             WHERE workspace_id = ANY (:ids) AND ended_at IS NULL\
            """)
        .param("at", SqlTime.utc(at))
        .param("by", by.name())
        .param("ids", values(workspaces))
        .update();
  }

  private static String[] values(Collection<WorkspaceId> workspaces) {
    return workspaces.stream().map(WorkspaceId::value).toArray(String[]::new);
  }

  static Lock lock(ResultSet rs, int row) throws SQLException {
    return new Lock(
        new WorkspaceId(rs.getString("workspace_id")),
        new BillingAccountId(rs.getString("billing_account_id")),
        LockCause.valueOf(rs.getString("cause")),
        SqlTime.instant(rs, "started_at"),
        SqlTime.instant(rs, "buffer_ends_at"),
        SqlTime.instant(rs, "reminded_until"),
        SqlTime.optional(rs, "cleared_at").orElse(null));
  }
}
