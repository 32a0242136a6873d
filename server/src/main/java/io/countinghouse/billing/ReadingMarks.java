package io.countinghouse.billing;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The rows of {@code billing.reading_mark}: until when the hours of a workspace have been closed.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ReadingMarks {

  private final JdbcClient jdbc;

  ReadingMarks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Marks the hours of workspaces as closed up to an instant, and locks all their marks, in the
   * order of their ids, until the transaction ends.
   *
   * @return those whose hours were still open
   */
  List<WorkspaceId> close(Collection<WorkspaceId> workspaces, Instant hourEnd) {
    Held held = held();
    List<WorkspaceId> others =
        workspaces.stream().filter(it -> !held.isClosed(it, hourEnd)).toList();
    if (others.isEmpty()) {
      return List.of();
    }
    List<WorkspaceId> closed = closeOthers(others, hourEnd);
    others.forEach(it -> held.until.put(it, hourEnd));
    return closed;
  }

  /**
   * What this transaction has closed and locked: it reads as often as it changes payers, up to
   * three times for all workspaces of a subscription that ends.
   */
  private static final class Held implements TransactionSynchronization {

    final Map<WorkspaceId, Instant> until = new HashMap<>();

    /** What was closed within may be open again. */
    @Override
    public void savepointRollback(Object savepoint) {
      until.clear();
    }

    boolean isClosed(WorkspaceId workspace, Instant hourEnd) {
      Instant closed = until.get(workspace);
      return closed != null && !closed.isBefore(hourEnd);
    }
  }

  private static Held held() {
    for (TransactionSynchronization one : TransactionSynchronizationManager.getSynchronizations()) {
      if (one instanceof Held held) {
        return held;
      }
    }
    Held held = new Held();
    TransactionSynchronizationManager.registerSynchronization(held);
    return held;
  }

  /** Until when the hours of a workspace have been closed; empty before its first reading. */
  Optional<Instant> closedUntil(WorkspaceId workspace) {
    return jdbc.sql("SELECT closed_until FROM billing.reading_mark WHERE workspace_id = :id")
        .param("id", workspace.value())
        .query((rs, _) -> SqlTime.instant(rs, "closed_until"))
        .optional();
  }

  private List<WorkspaceId> closeOthers(Collection<WorkspaceId> workspaces, Instant hourEnd) {
    return jdbc.sql(
            """
            INSERT INTO billing.reading_mark AS m (workspace_id, closed_until)
            SELECT id, :end FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS w (id, n) ORDER BY n
            ON CONFLICT (workspace_id) DO UPDATE SET closed_until = excluded.closed_until
             WHERE m.closed_until < excluded.closed_until
            RETURNING workspace_id\
            """)
        .param(
            "ids",
            workspaces.stream().map(WorkspaceId::value).sorted().distinct().toArray(String[]::new))
        .param("end", SqlTime.utc(hourEnd))
        .query((rs, _) -> new WorkspaceId(rs.getString("workspace_id")))
        .list();
  }
}
