package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who held an agreement and for which workspaces it paid, for people to look at; within the
 * caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class Holdings {

  private final JdbcClient jdbc;

  Holdings(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A billing account that held an agreement.
   *
   * @param until when it was taken from it; empty while it holds it
   */
  public record Holder(BillingAccountId account, Instant since, @Nullable Instant until) {}

  /**
   * A workspace that an agreement pays, paid or is to pay for.
   *
   * @param since when that began; when it was asked for, of an intended one
   * @param until when it ended; empty while it lasts
   * @param intended whether it waits for AWS to confirm the subscription
   */
  public record Settled(
      WorkspaceId workspace, Instant since, @Nullable Instant until, boolean intended) {}

  /** The holders of an agreement, the present one first. */
  public List<Holder> holdersOf(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT billing_account_id, registered_at, removed_at FROM settlement.cloud_account
             WHERE agreement_id = :agreement ORDER BY removed_at DESC NULLS FIRST\
            """)
        .param("agreement", agreement.value())
        .query((rs, _) ->
            new Holder(
                new BillingAccountId(rs.getString("billing_account_id")),
                SqlTime.instant(rs, "registered_at"),
                SqlTime.optional(rs, "removed_at").orElse(null)))
        .list();
  }

  /** The workspaces of an agreement, those of now first. */
  public List<Settled> workspacesOf(AgreementId agreement, int limit) {
    return jdbc.sql(
            """
            SELECT workspace_id, lower(during) AS since, upper(during) AS until, false AS intended
              FROM settlement.binding WHERE agreement_id = :agreement
            UNION ALL
            SELECT workspace_id, created_at, NULL, true
              FROM settlement.intended_binding WHERE agreement_id = :agreement
             ORDER BY until DESC NULLS FIRST, since DESC, workspace_id LIMIT :limit\
            """)
        .param("agreement", agreement.value())
        .param("limit", limit)
        .query((rs, _) ->
            new Settled(
                new WorkspaceId(rs.getString("workspace_id")),
                SqlTime.instant(rs, "since"),
                SqlTime.optional(rs, "until").orElse(null),
                rs.getBoolean("intended")))
        .list();
  }

  /** The agreement that is to pay for a workspace once AWS has confirmed it. */
  public Optional<AgreementId> intendedFor(WorkspaceId workspace) {
    return jdbc.sql(
            "SELECT agreement_id FROM settlement.intended_binding WHERE workspace_id = :workspace")
        .param("workspace", workspace.value())
        .query((rs, _) -> new AgreementId(rs.getString("agreement_id")))
        .optional();
  }
}
