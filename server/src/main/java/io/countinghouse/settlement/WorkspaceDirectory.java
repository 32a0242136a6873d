package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Workspaces of all sites with who pays for them, for people to find and look at; within the
 * caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class WorkspaceDirectory {

  private static final String SELECT =
      """
      SELECT w.id, w.site, w.name, w.plan, w.lock_state, w.created_at, w.billing_account_id AS account,
             a.username, b.agreement_id, b.billing_account_id AS payer,
             lower(b.during) AS since, i.agreement_id AS intended
        FROM workspace.workspace w
        LEFT JOIN identity.billing_account a ON a.id = w.billing_account_id
        LEFT JOIN settlement.binding b ON b.workspace_id = w.id AND upper_inf(b.during)
        LEFT JOIN settlement.intended_binding i ON i.workspace_id = w.id
      """;

  private final JdbcClient jdbc;

  WorkspaceDirectory(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How a workspace is settled, to filter by. */
  public enum Settled {
    /** By a cloud account. */
    AWS,
    /** By the billing account itself. */
    BILLING_CENTER,
    /** By nobody, and nothing is intended. */
    NONE,
    /** By nobody or somebody, until AWS has confirmed a subscription. */
    INTENDED
  }

  /**
   * What to look for.
   *
   * @param account only those opened under it; empty for all
   * @param text a part of the name, or an id of ours as a whole, of the workspace or of the billing
   *     account or its username; empty for any
   * @param site empty for any
   * @param settled empty for any
   * @param lock empty for any
   * @param agreement only those that it pays for or is to pay for; empty for any
   */
  public record Wanted(
      @Nullable BillingAccountId account,
      String text,
      @Nullable String site,
      @Nullable Settled settled,
      @Nullable LockState lock,
      @Nullable AgreementId agreement) {}

  /** Where a page ended. */
  public record Cursor(Instant createdAt, String id) {}

  /**
   * A workspace and who pays for it.
   *
   * @param account it was opened under; empty for those from before accounts were noted
   * @param username of that account
   * @param payer empty while nobody pays
   * @param since when the payer began
   * @param intended the agreement that is to pay once AWS has confirmed it
   */
  public record Found(
      WorkspaceId id,
      SiteId site,
      String name,
      Plan plan,
      LockState lock,
      Instant createdAt,
      @Nullable BillingAccountId account,
      @Nullable String username,
      @Nullable Payer payer,
      @Nullable Instant since,
      @Nullable AgreementId intended) {}

  /**
   * Workspaces, the latest first.
   *
   * @param after where the page before ended; empty for the first
   */
  public List<Found> search(Wanted wanted, @Nullable Cursor after, int limit) {
    return jdbc.sql(
            SELECT
                + """
                 WHERE (CAST(:account AS text) IS NULL OR w.billing_account_id = :account)
                   AND (:text = '' OR strpos(lower(w.name), lower(:text)) > 0 OR :text IN (w.id, a.id)
                        OR lower(a.username) = lower(:text))
                   AND (CAST(:site AS text) IS NULL OR w.site = :site)
                   AND (CAST(:lock AS text) IS NULL OR w.lock_state = :lock)
                   AND (CAST(:agreement AS text) IS NULL OR :agreement IN (b.agreement_id, i.agreement_id))
                   AND CASE CAST(:settled AS text)
                         WHEN 'AWS' THEN b.agreement_id IS NOT NULL
                         WHEN 'BILLING_CENTER' THEN b.id IS NOT NULL AND b.agreement_id IS NULL
                         WHEN 'NONE' THEN b.id IS NULL AND i.agreement_id IS NULL
                         WHEN 'INTENDED' THEN i.agreement_id IS NOT NULL
                         ELSE true END
                   AND (CAST(:createdAt AS timestamptz) IS NULL
                        OR (w.created_at, w.id) < (CAST(:createdAt AS timestamptz), :id))
                 ORDER BY w.created_at DESC, w.id DESC LIMIT :limit\
                """)
        .param("account", wanted.account() == null ? null : wanted.account().value())
        .param("text", wanted.text().strip())
        .param("site", wanted.site())
        .param("lock", wanted.lock() == null ? null : wanted.lock().name())
        .param("agreement", wanted.agreement() == null ? null : wanted.agreement().value())
        .param("settled", wanted.settled() == null ? null : wanted.settled().name())
        .param("createdAt", after == null ? null : SqlTime.utc(after.createdAt()))
        .param("id", after == null ? "" : after.id())
        .param("limit", limit)
        .query(WorkspaceDirectory::found)
        .list();
  }

  /** One workspace; empty if there is none of that id. */
  public Optional<Found> find(WorkspaceId id) {
    return jdbc.sql(SELECT + " WHERE w.id = :id")
        .param("id", id.value())
        .query(WorkspaceDirectory::found)
        .optional();
  }

  private static Found found(ResultSet rs, int row) throws SQLException {
    String account = rs.getString("account");
    String payer = rs.getString("payer");
    String agreement = rs.getString("agreement_id");
    String intended = rs.getString("intended");
    return new Found(
        new WorkspaceId(rs.getString("id")),
        new SiteId(rs.getString("site")),
        rs.getString("name"),
        Plan.valueOf(rs.getString("plan")),
        LockState.valueOf(rs.getString("lock_state")),
        SqlTime.instant(rs, "created_at"),
        account == null ? null : new BillingAccountId(account),
        rs.getString("username"),
        payer == null ? null : payer(new BillingAccountId(payer), agreement),
        SqlTime.optional(rs, "since").orElse(null),
        intended == null ? null : new AgreementId(intended));
  }

  static Payer payer(BillingAccountId account, @Nullable String agreement) {
    return agreement == null
        ? new Payer.BillingCenter(account)
        : new Payer.CloudAccount(account, new AgreementId(agreement));
  }
}
