package io.countinghouse.workspace;

import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The one way to change whether workspaces are open. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class LockStates {

  private final JdbcClient jdbc;

  LockStates(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Moves workspaces from one state to another, all or none. The caller, who knows the reason,
   * records it in the trail.
   *
   * @throws IllegalStateException if one is not in the first state
   * @throws IllegalArgumentException if the life of a lock has no such move
   */
  public void move(Collection<WorkspaceId> ids, LockState from, LockState to) {
    if (!from.mayMoveTo(to)) {
      throw new IllegalArgumentException("no workspace goes from %s to %s".formatted(from, to));
    }
    int rows =
        jdbc.sql(
                """
                UPDATE workspace.workspace SET lock_state = :to
                 WHERE id = %s AND lock_state = :from\
                """
                    .formatted(SqlIds.ANY))
            .param("ids", ids.stream().map(WorkspaceId::value).toArray(String[]::new))
            .param("from", from.name())
            .param("to", to.name())
            .update();
    if (rows != ids.size()) {
      throw new IllegalStateException(
          "%d of %d workspaces are not %s, %s among them"
              .formatted(ids.size() - rows, ids.size(), from, ids.iterator().next()));
    }
  }
}
