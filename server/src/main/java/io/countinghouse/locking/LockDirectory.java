package io.countinghouse.locking;

import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The locks that are on, for people to look at; those whose data goes first come first. */
@Repository
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
public class LockDirectory {

  private final JdbcClient jdbc;

  LockDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A place in the list, after which a page begins. */
  public record Cursor(Instant bufferEndsAt, WorkspaceId workspace) {}

  /**
   * A page of the locks that are on.
   *
   * @param full the fully locked ones instead of those in their buffer
   * @param after where the page before ended; empty for the first
   */
  public List<Lock> page(boolean full, Optional<Cursor> after, int limit) {
    return jdbc.sql(
            LockTable.SELECT
                + """
                   AND (cleared_at IS NOT NULL) = :full
                   AND (buffer_ends_at, workspace_id) > (:end, :workspace)
                 ORDER BY buffer_ends_at, workspace_id LIMIT :limit\
                """)
        .param("full", full)
        .param("end", SqlTime.utc(after.map(Cursor::bufferEndsAt).orElse(Instant.EPOCH)))
        .param("workspace", after.map(it -> it.workspace().value()).orElse(""))
        .param("limit", limit)
        .query(LockTable::lock)
        .list();
  }
}
