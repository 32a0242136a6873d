package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SqlIds;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of {@code settlement.binding} and {@code settlement.intended_binding}. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class BindingTable {

  private final JdbcClient jdbc;

  BindingTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A workspace and who is to pay for it. */
  record Bound(WorkspaceId workspace, Payer payer) {}

  /** Who is to pay once AWS has confirmed, and why. */
  record Intended(WorkspaceId workspace, Payer payer, ChangeReason reason) {}

  /** Who pays from now on, for as long as is known. */
  Optional<Payer> open(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT workspace_id, billing_account_id, agreement_id FROM settlement.binding
             WHERE workspace_id = :id AND upper_inf(during)\
            """)
        .param("id", workspace.value())
        .query(BindingTable::bound)
        .optional()
        .map(Bound::payer);
  }

  /** Who pays from now on; a workspace that nobody pays for is left out. */
  Map<WorkspaceId, Payer> open(Collection<WorkspaceId> workspaces) {
    Map<WorkspaceId, Payer> payers = new HashMap<>();
    jdbc.sql(
            "SELECT workspace_id, billing_account_id, agreement_id FROM settlement.binding"
                + " WHERE upper_inf(during) AND workspace_id = "
                + SqlIds.ANY)
        .param("ids", values(workspaces))
        .query(BindingTable::bound)
        .list()
        .forEach(bound -> payers.put(bound.workspace(), bound.payer()));
    return payers;
  }

  /** When the open binding of a workspace started. */
  Optional<Instant> openSince(WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT lower(during) AS since FROM settlement.binding
             WHERE workspace_id = :id AND upper_inf(during)\
            """)
        .param("id", workspace.value())
        .query((rs, _) -> SqlTime.instant(rs, "since"))
        .optional();
  }

  /** The workspaces that an agreement pays for, in id order. */
  List<Bound> openOf(AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT workspace_id, billing_account_id, agreement_id FROM settlement.binding
             WHERE agreement_id = :agreement AND upper_inf(during) ORDER BY workspace_id\
            """)
        .param("agreement", agreement.value())
        .query(BindingTable::bound)
        .list();
  }

  /**
   * The workspaces whose binding to an agreement ended at an instant or later and that nobody paid
   * for since.
   */
  List<Bound> lastOf(AgreementId agreement, Instant since) {
    return jdbc.sql(
            """
            SELECT DISTINCT b.workspace_id, b.billing_account_id, b.agreement_id FROM settlement.binding b
             WHERE b.agreement_id = :agreement AND upper(b.during) >= :since
               AND NOT EXISTS (SELECT 1 FROM settlement.binding o
                                WHERE o.workspace_id = b.workspace_id
                                  AND (upper_inf(o.during) OR upper(o.during) > upper(b.during)))
             ORDER BY b.workspace_id\
            """)
        .param("agreement", agreement.value())
        .param("since", SqlTime.utc(since))
        .query(BindingTable::bound)
        .list();
  }

  /** The workspaces that a billing account pays for by itself, in id order. */
  List<Bound> openOf(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT workspace_id, billing_account_id, agreement_id FROM settlement.binding
             WHERE billing_account_id = :account AND agreement_id IS NULL AND upper_inf(during)
             ORDER BY workspace_id\
            """)
        .param("account", account.value())
        .query(BindingTable::bound)
        .list();
  }

  /** The workspaces that a billing account paid for by itself and nobody paid for since. */
  List<Bound> lastOf(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT DISTINCT b.workspace_id, b.billing_account_id, b.agreement_id FROM settlement.binding b
             WHERE b.billing_account_id = :account AND b.agreement_id IS NULL
               AND NOT EXISTS (SELECT 1 FROM settlement.binding o
                                WHERE o.workspace_id = b.workspace_id
                                  AND (upper_inf(o.during) OR upper(o.during) > upper(b.during)))
             ORDER BY b.workspace_id\
            """)
        .param("account", account.value())
        .query(BindingTable::bound)
        .list();
  }

  /**
   * Starts bindings to one payer; right after one that ended in the same microsecond, it starts
   * when that one ended.
   */
  void start(Collection<WorkspaceId> workspaces, Payer payer, Instant at, ChangeReason reason) {
    AgreementId agreement =
        switch (payer) {
          case Payer.CloudAccount(BillingAccountId _, AgreementId id) -> id;
          case Payer.BillingCenter _ -> null;
        };
    jdbc.sql(
            """
            INSERT INTO settlement.binding (id, workspace_id, billing_account_id, agreement_id, during, started_by,
                                            started_why, counted_month)
            SELECT n.id, n.workspace_id, :holder, :agreement,
                   tstzrange(greatest(:at, (SELECT max(upper(b.during)) FROM settlement.binding b
                                             WHERE b.workspace_id = n.workspace_id)), NULL),
                   :by, :why, CAST(:month AS date)
              FROM unnest(CAST(:ids AS text[]), CAST(:workspaces AS text[])) AS n (id, workspace_id)\
            """)
        .param("ids", workspaces.stream().map(_ -> Ids.next("bind")).toArray(String[]::new))
        .param("workspaces", values(workspaces))
        .param("holder", payer.billingAccount().value())
        .param("agreement", agreement == null ? null : agreement.value())
        .param("at", SqlTime.utc(at))
        .param("by", reason.by().id())
        .param("why", reason.cause().name())
        .param("month", reason.countedMonth())
        .update();
  }

  /**
   * Ends the open bindings of workspaces; one that started in the same microsecond lasts that long.
   */
  void end(Collection<WorkspaceId> workspaces, Instant at, ChangeReason reason) {
    int rows =
        jdbc.sql(
                """
                UPDATE settlement.binding b
                   SET during = tstzrange(lower(during), greatest(:at, lower(during) + interval '1 microsecond')),
                       ended_by = :by, ended_why = :why
                 WHERE workspace_id = %s AND upper_inf(during)\
                """
                    .formatted(SqlIds.ANY))
            .param("at", SqlTime.utc(at))
            .param("by", reason.by().id())
            .param("why", reason.cause().name())
            .param("ids", values(workspaces))
            .update();
    if (rows != workspaces.size()) {
      throw new IllegalStateException(
          "%d of %d workspaces have no binding to end"
              .formatted(workspaces.size() - rows, workspaces.size()));
    }
  }

  void intend(WorkspaceId workspace, Payer.CloudAccount payer, Instant now, ChangeReason reason) {
    jdbc.sql(
            """
            INSERT INTO settlement.intended_binding (workspace_id, billing_account_id, agreement_id, created_at,
                                                     asked_by, cause, counted_month)
            VALUES (:workspace, :holder, :agreement, :now, :by, :why, CAST(:month AS date))\
            """)
        .param("workspace", workspace.value())
        .param("holder", payer.billingAccount().value())
        .param("agreement", payer.agreement().value())
        .param("now", SqlTime.utc(now))
        .param("by", reason.by().id())
        .param("why", reason.cause().name())
        .param("month", reason.countedMonth())
        .update();
  }

  /** Lets one change of a workspace's payer after the other be decided, until the commit. */
  void lock(WorkspaceId workspace) {
    jdbc.sql("SELECT pg_advisory_xact_lock(hashtextextended('payer of ' || :workspace, 0))")
        .param("workspace", workspace.value())
        .query(rs -> {});
  }

  /**
   * Whether a change of a workspace's payer counts in a month.
   *
   * @param month its first day, in the zone of the workspace's site
   */
  boolean hasChangedIn(WorkspaceId workspace, LocalDate month) {
    return jdbc.sql("SELECT 1 FROM settlement.binding WHERE workspace_id = ? AND counted_month = ?")
        .params(workspace.value(), month)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /** Takes the intended bindings of an agreement out of the table, in the workspaces' order. */
  List<Intended> takeIntended(AgreementId agreement) {
    return jdbc
        .sql(
            """
            DELETE FROM settlement.intended_binding WHERE agreement_id = :agreement
            RETURNING workspace_id, billing_account_id, agreement_id, asked_by, cause, counted_month\
            """)
        .param("agreement", agreement.value())
        .query((rs, row) -> {
          Bound bound = bound(rs, row);
          return new Intended(bound.workspace(), bound.payer(), reason(rs));
        })
        .list()
        .stream()
        .sorted(Comparator.comparing(intended -> intended.workspace().value()))
        .toList();
  }

  private static ChangeReason reason(ResultSet rs) throws SQLException {
    return new ChangeReason(
        ChangeReason.actor(rs.getString("asked_by")),
        ChangeReason.Cause.valueOf(rs.getString("cause")),
        rs.getObject("counted_month", LocalDate.class));
  }

  static List<WorkspaceId> workspaces(List<Bound> bound) {
    return bound.stream().map(Bound::workspace).toList();
  }

  static String[] values(Collection<WorkspaceId> workspaces) {
    return workspaces.stream().map(WorkspaceId::value).toArray(String[]::new);
  }

  private static Bound bound(ResultSet rs, int row) throws SQLException {
    return new Bound(new WorkspaceId(rs.getString("workspace_id")), payer(rs));
  }

  /** Who pays by a row with a billing account and perhaps an agreement. */
  static Payer payer(ResultSet rs) throws SQLException {
    BillingAccountId holder = new BillingAccountId(rs.getString("billing_account_id"));
    String agreement = rs.getString("agreement_id");
    return agreement == null
        ? new Payer.BillingCenter(holder)
        : new Payer.CloudAccount(holder, new AgreementId(agreement));
  }
}
