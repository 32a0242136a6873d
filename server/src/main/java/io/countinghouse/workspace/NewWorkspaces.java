package io.countinghouse.workspace;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Further workspaces of people who have one. */
@Service
public class NewWorkspaces {

  private final Workspaces workspaces;
  private final JdbcClient jdbc;
  private final TransactionTemplate tx;

  NewWorkspaces(Workspaces workspaces, JdbcClient jdbc, TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.jdbc = jdbc;
    this.tx = tx;
  }

  /**
   * Makes a workspace on the free plan, on the site of another one; its owner opens it under the
   * same billing account as that one, any other member under none.
   *
   * @param beside a workspace that the new owner is in
   * @return the new one; empty if they are not in that workspace
   */
  public Optional<WorkspaceId> create(
      WorkspaceId beside, ConsoleAccountId owner, WorkspaceName name, Language language) {
    return tx.execute(_ ->
        workspaces
            .role(beside, owner)
            .map(role -> {
              Workspace made =
                  workspaces.create(
                      workspaces.siteOf(beside), name.value(), language, Plan.FREE, owner);
              if (role == Role.OWNER) {
                accountOf(beside).ifPresent(account -> workspaces.openUnder(made.id(), account));
              }
              return made.id();
            }));
  }

  private Optional<BillingAccountId> accountOf(WorkspaceId id) {
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
