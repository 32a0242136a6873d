package io.countinghouse.locking;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code locking.lock}. Whoever writes them holds the rows of the workspaces first. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class LockTable {

  private static final String SELECT =
      """
      SELECT workspace_id, cause, started_at, buffer_ends_at, cleared_at FROM locking.lock
       WHERE ended_at IS NULL
      """;

  private final JdbcClient jdbc;

  LockTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How a lock ended. */
  enum End {
    PAYER,
    DISSOLUTION
  }

  Optional<Lock> of(WorkspaceId workspace) {
    return jdbc.sql(SELECT + "AND workspace_id = :workspace")
        .param("workspace", workspace.value())
        .query(LockTable::lock)
        .optional();
  }

  /** The locks that are on, in the order of the workspaces' ids. */
  List<Lock> of(Collection<WorkspaceId> workspaces) {
    return jdbc.sql(SELECT + "AND workspace_id = ANY (:ids) ORDER BY workspace_id")
        .param("ids", values(workspaces))
        .query(LockTable::lock)
        .list();
  }

  /**
   * Begins locks.
   *
   * @param lost who paid before, by workspace
   */
  void begin(Map<WorkspaceId, Payer> lost, Instant at, Instant bufferEndsAt) {
    List<WorkspaceId> workspaces = List.copyOf(lost.keySet());
    jdbc.sql(
            """
            INSERT INTO locking.lock (id, workspace_id, cause, agreement_id, billing_account_id, started_at,
                                      buffer_ends_at, reminded_until)
            SELECT n.id, n.workspace_id, n.cause, n.agreement_id, n.billing_account_id, :at, :bufferEndsAt, :at
              FROM unnest(CAST(:ids AS text[]), CAST(:workspaces AS text[]), CAST(:causes AS text[]),
                          CAST(:agreements AS text[]), CAST(:accounts AS text[]))
                   AS n (id, workspace_id, cause, agreement_id, billing_account_id)\
            """)
        .param("ids", workspaces.stream().map(_ -> Ids.next("lock")).toArray(String[]::new))
        .param("workspaces", values(workspaces))
        .param(
            "causes",
            lost.values().stream().map(payer -> causeOf(payer).name()).toArray(String[]::new))
        .param(
            "agreements", lost.values().stream().map(LockTable::agreement).toArray(String[]::new))
        .param(
            "accounts",
            lost.values().stream()
                .map(payer -> payer.billingAccount().value())
                .toArray(String[]::new))
        .param("at", SqlTime.utc(at))
        .param("bufferEndsAt", SqlTime.utc(bufferEndsAt))
        .update();
  }

  static LockCause causeOf(Payer lost) {
    return switch (lost) {
      case Payer.CloudAccount _ -> LockCause.SUBSCRIPTION_ENDED;
      case Payer.BillingCenter _ -> LockCause.ARREARS;
    };
  }

  private static @Nullable String agreement(Payer lost) {
    return switch (lost) {
      case Payer.CloudAccount(BillingAccountId _, AgreementId id) -> id.value();
      case Payer.BillingCenter _ -> null;
    };
  }

  /** Ends the locks that are on. */
  void end(Collection<WorkspaceId> workspaces, End by, Instant at) {
    jdbc.sql(
            """
            UPDATE locking.lock SET ended_at = :at, ended_by = :by
             WHERE workspace_id = ANY (:ids) AND ended_at IS NULL\
            """)
        .param("at", SqlTime.utc(at))
        .param("by", by.name())
        .param("ids", values(workspaces))
        .update();
  }

  private static String[] values(Collection<WorkspaceId> workspaces) {
    return workspaces.stream().map(WorkspaceId::value).toArray(String[]::new);
  }

  private static Lock lock(ResultSet rs, int row) throws SQLException {
    return new Lock(
        new WorkspaceId(rs.getString("workspace_id")),
        LockCause.valueOf(rs.getString("cause")),
        SqlTime.instant(rs, "started_at"),
        SqlTime.instant(rs, "buffer_ends_at"),
        SqlTime.optional(rs, "cleared_at").orElse(null));
  }
}
