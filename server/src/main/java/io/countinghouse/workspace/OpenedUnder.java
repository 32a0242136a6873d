package io.countinghouse.workspace;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which billing account a workspace is under; it alone can have the workspace settled. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class OpenedUnder {

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  OpenedUnder(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  /**
   * Attaches a workspace that was opened under no billing account; of no effect if it is under one.
   */
  public void attach(WorkspaceId id, BillingAccountId account, ConsoleAccountId by) {
    int rows =
        jdbc.sql(
                """
                UPDATE workspace.workspace SET billing_account_id = :account
                 WHERE id = :id AND billing_account_id IS NULL\
                """)
            .param("id", id.value())
            .param("account", account.value())
            .update();
    if (rows == 1) {
      audit.record(
          Actor.customer(by),
          "workspace.attached",
          id.value(),
          Map.of("billingAccount", account.value()));
    }
  }

  /** The billing account that a workspace was opened under; empty for none. */
  public Optional<BillingAccountId> of(WorkspaceId id) {
    return jdbc.sql(
            """
            SELECT billing_account_id FROM workspace.workspace
             WHERE id = :id AND billing_account_id IS NOT NULL\
            """)
        .param("id", id.value())
        .query((rs, _) -> new BillingAccountId(rs.getString("billing_account_id")))
        .optional();
  }
}
