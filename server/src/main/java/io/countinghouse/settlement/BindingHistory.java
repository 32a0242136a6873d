package io.countinghouse.settlement;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who paid for a workspace over time, who changed it and why; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class BindingHistory {

  private final JdbcClient jdbc;

  BindingHistory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A binding.
   *
   * @param until empty while it lasts
   * @param startedBy the id of the actor who began it
   * @param endedBy the id of the actor who ended it; empty while it lasts
   * @param endedWhy empty while it lasts
   * @param release that an operator gave for it; empty for none
   */
  public record Entry(
      Payer payer,
      Instant since,
      @Nullable Instant until,
      String startedBy,
      ChangeReason.Cause startedWhy,
      @Nullable String endedBy,
      ChangeReason.@Nullable Cause endedWhy,
      @Nullable Release release) {}

  /** That an operator let a workspace leave its cloud account. */
  public record Release(String by, Instant at, String reason) {}

  /** The bindings of a workspace, the present one first. */
  public List<Entry> of(WorkspaceId workspace, int limit) {
    return jdbc.sql(
            """
            SELECT b.billing_account_id, b.agreement_id, lower(b.during) AS since, upper(b.during) AS until,
                   b.started_by, b.started_why, b.ended_by, b.ended_why, r.released_by, r.released_at, r.reason
              FROM settlement.binding b LEFT JOIN settlement.release r ON r.binding_id = b.id
             WHERE b.workspace_id = :workspace ORDER BY lower(b.during) DESC LIMIT :limit\
            """)
        .param("workspace", workspace.value())
        .param("limit", limit)
        .query(BindingHistory::entry)
        .list();
  }

  private static Entry entry(ResultSet rs, int row) throws SQLException {
    String endedWhy = rs.getString("ended_why");
    String releasedBy = rs.getString("released_by");
    return new Entry(
        WorkspaceDirectory.payer(
            new BillingAccountId(rs.getString("billing_account_id")), rs.getString("agreement_id")),
        SqlTime.instant(rs, "since"),
        SqlTime.optional(rs, "until").orElse(null),
        rs.getString("started_by"),
        ChangeReason.Cause.valueOf(rs.getString("started_why")),
        rs.getString("ended_by"),
        endedWhy == null ? null : ChangeReason.Cause.valueOf(endedWhy),
        releasedBy == null
            ? null
            : new Release(releasedBy, SqlTime.instant(rs, "released_at"), rs.getString("reason")));
  }
}
