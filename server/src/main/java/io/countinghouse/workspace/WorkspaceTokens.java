package io.countinghouse.workspace;

import io.countinghouse.kernel.WorkspaceId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The tokens of workspaces; the database makes one with each workspace. */
@Repository
@Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
public class WorkspaceTokens {

  private final JdbcClient jdbc;

  WorkspaceTokens(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The token that agents send a workspace's data with; for its members alone.
   *
   * @throws IllegalStateException if there is no such workspace
   */
  public WorkspaceToken of(WorkspaceId id) {
    return jdbc.sql("SELECT token FROM workspace.workspace WHERE id = :id")
        .param("id", id.value())
        .query((rs, _) -> new WorkspaceToken(rs.getString("token")))
        .optional()
        .orElseThrow(() -> new IllegalStateException("There is no workspace " + id));
  }
}
