package io.countinghouse.billing;

import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Until when hours have been closed: those of all workspaces by their closing readings ({@code
 * billing.closed_hours}), those of one further by its full readings ({@code billing.reading_mark}).
 *
 * <p>Closing readings of many workspaces go on side by side, full readings too; the two wait for
 * each other, so that either has seen all of the other.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ReadingMarks {

  private final JdbcClient jdbc;

  ReadingMarks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Of workspaces those whose hours are still open up to an instant, for their closing reading. No
   * full reading begins until the transaction ends, and each that had begun has ended.
   */
  List<WorkspaceId> open(Collection<WorkspaceId> workspaces, Instant hourEnd) {
    jdbc.sql("LOCK TABLE billing.reading_mark IN SHARE MODE").update();
    if (isClosed(hourEnd)) {
      return List.of();
    }
    Set<WorkspaceId> closed =
        jdbc.sql(
                "SELECT workspace_id FROM billing.reading_mark WHERE closed_until >= :end AND workspace_id = "
                    + SqlIds.ANY)
            .param("end", SqlTime.utc(hourEnd))
            .param("ids", workspaces.stream().map(WorkspaceId::value).toArray(String[]::new))
            .query((rs, _) -> new WorkspaceId(rs.getString("workspace_id")))
            .set();
    return workspaces.stream().filter(it -> !closed.contains(it)).toList();
  }

  /**
   * Notes that the closing readings of all workspaces up to an instant are taken: what tells so of
   * single ones is of no use any more. A mark that a full reading holds stays for another hour.
   */
  void closed(Instant hourEnd) {
    jdbc.sql(
            """
            DELETE FROM billing.reading_mark WHERE workspace_id IN (
              SELECT workspace_id FROM billing.reading_mark WHERE closed_until <= :end FOR UPDATE SKIP LOCKED)\
            """)
        .param("end", SqlTime.utc(hourEnd))
        .update();
    jdbc.sql(
            """
            INSERT INTO billing.closed_hours AS c (closed_until) VALUES (:end)
            ON CONFLICT (one) DO UPDATE SET closed_until = greatest(c.closed_until, excluded.closed_until)\
            """)
        .param("end", SqlTime.utc(hourEnd))
        .update();
  }

  /**
   * Has no closing reading begin until the transaction ends, whatever of it is rolled back to a
   * savepoint meanwhile.
   */
  void keepOutClosingReadings() {
    jdbc.sql("LOCK TABLE billing.reading_mark IN ROW EXCLUSIVE MODE").update();
  }

  private boolean isClosed(Instant hourEnd) {
    return jdbc.sql("SELECT EXISTS (SELECT 1 FROM billing.closed_hours WHERE closed_until >= :end)")
        .param("end", SqlTime.utc(hourEnd))
        .query(Boolean.class)
        .single();
  }

  /**
   * Marks the hours of workspaces as closed up to an instant, for their full reading, and locks all
   * their marks, in the order of their ids, until the transaction ends.
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
    List<WorkspaceId> marked = mark(others, hourEnd);
    others.forEach(it -> held.until.put(it, hourEnd));
    return isClosed(hourEnd) ? List.of() : marked;
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

  /** Until when the hours of a workspace have been closed; {@link Instant#EPOCH} if never. */
  Instant closedUntil(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT greatest((SELECT closed_until FROM billing.reading_mark WHERE workspace_id = :id),
                            (SELECT closed_until FROM billing.closed_hours),
                            TIMESTAMPTZ 'epoch') AS closed_until\
            """)
        .param("id", workspace.value())
        .query((rs, _) -> SqlTime.instant(rs, "closed_until"))
        .single();
  }

  private List<WorkspaceId> mark(Collection<WorkspaceId> workspaces, Instant hourEnd) {
    return jdbc.sql(
            """
            INSERT INTO billing.reading_mark AS m (workspace_id, closed_until)
            SELECT id, :end FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS w (id, n) ORDER BY n
            ON CONFLICT (workspace_id) DO UPDATE SET closed_until = excluded.closed_until
             WHERE m.closed_until < excluded.closed_until
            RETURNING workspace_id\
            """)
        .param("ids", values(workspaces))
        .param("end", SqlTime.utc(hourEnd))
        .query((rs, _) -> new WorkspaceId(rs.getString("workspace_id")))
        .list();
  }

  private static String[] values(Collection<WorkspaceId> workspaces) {
    return workspaces.stream().map(WorkspaceId::value).sorted().distinct().toArray(String[]::new);
  }
}
