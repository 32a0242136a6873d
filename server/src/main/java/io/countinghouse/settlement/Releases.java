package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Workspaces that an operator lets leave their cloud account before its subscription has ended
 * (facts, §6). A release is for the binding of now: it is gone with it.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class Releases {

  private final JdbcClient jdbc;
  private final BusinessClock clock;
  private final AuditTrail audit;

  Releases(JdbcClient jdbc, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.audit = audit;
  }

  /** Whether a workspace may leave the cloud account that pays for it now. */
  public boolean isReleased(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT EXISTS (SELECT 1 FROM settlement.binding
                            WHERE workspace_id = :workspace AND upper_inf(during) AND release_id IS NOT NULL)\
            """)
        .param("workspace", workspace.value())
        .query(Boolean.class)
        .single();
  }

  /**
   * Lets a workspace leave the cloud account that pays for it now.
   *
   * @param reason why, for the trail; not empty
   * @return false when it is released already, or no cloud account pays for it
   */
  public boolean release(WorkspaceId workspace, OperatorId by, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an operator gives a reason");
    }
    int rows =
        jdbc.sql(
                """
                WITH added AS (
                  INSERT INTO settlement.release (id, binding_id, reason, released_by, released_at)
                  SELECT :id, b.id, :reason, :by, :now FROM settlement.binding b
                   WHERE b.workspace_id = :workspace AND upper_inf(b.during) AND b.agreement_id IS NOT NULL
                  ON CONFLICT (binding_id) DO NOTHING
                  RETURNING id, binding_id)
                UPDATE settlement.binding b SET release_id = a.id FROM added a WHERE b.id = a.binding_id\
                """)
            .param("id", Ids.next("rels"))
            .param("workspace", workspace.value())
            .param("reason", reason)
            .param("by", by.value())
            .param("now", SqlTime.utc(clock.now()))
            .update();
    if (rows == 1) {
      audit.record(
          Actor.operator(by), "workspace.released", workspace.value(), Map.of("reason", reason));
    }
    return rows == 1;
  }
}
