package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What was to pay for workspaces and is not to any more. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Intentions {

  private final BindingTable table;
  private final JdbcClient jdbc;
  private final AuditTrail audit;

  Intentions(BindingTable table, JdbcClient jdbc, AuditTrail audit) {
    this.table = table;
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /**
   * Drops the intended binding of a workspace, if there is one, and keeps others from being made
   * until the transaction ends.
   *
   * @return whether there was one
   */
  public boolean drop(WorkspaceId workspace, Actor by) {
    table.lock(workspace);
    int rows =
        jdbc.sql("DELETE FROM settlement.intended_binding WHERE workspace_id = :workspace")
            .param("workspace", workspace.value())
            .update();
    if (rows > 0) {
      audit.record(by, "binding.intention-dropped", workspace.value(), Map.of());
    }
    return rows > 0;
  }
}
