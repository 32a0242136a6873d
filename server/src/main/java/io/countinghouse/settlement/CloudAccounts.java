package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who holds which agreement. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class CloudAccounts {

  private static final String COLUMNS =
      "id, agreement_id, billing_account_id, registered_at, removed_at";

  private final JdbcClient jdbc;

  CloudAccounts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The cloud account of an agreement, while somebody holds it. */
  public Optional<CloudAccount> heldBy(AgreementId agreement) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM settlement.cloud_account WHERE agreement_id = :agreement AND removed_at IS"
                + " NULL")
        .param("agreement", agreement.value())
        .query(CloudAccounts::cloudAccount)
        .optional();
  }

  /** The cloud accounts that a billing account holds, oldest first. */
  public List<CloudAccount> of(BillingAccountId holder) {
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + " FROM settlement.cloud_account WHERE billing_account_id = :holder AND removed_at IS"
                + " NULL ORDER BY registered_at, id")
        .param("holder", holder.value())
        .query(CloudAccounts::cloudAccount)
        .list();
  }

  /** What took a cloud account away: the state that its agreement came to. */
  enum Removal {
    ENDED,
    FAILED,
    SUCCEEDED
  }

  /**
   * The cloud account that the last end of an agreement removed, at the moment of the move; empty
   * if nobody had set up the period that ended. A period that was over before we heard of it made
   * no move: what was removed before it began belongs to an earlier one.
   */
  Optional<CloudAccount> removedByTheLastEnd(Agreement agreement) {
    Instant period = agreement.periodStartedAt();
    return jdbc.sql(
            "SELECT "
                + COLUMNS
                + """
                   FROM settlement.cloud_account
                  WHERE agreement_id = :agreement AND removed_by = 'ENDED'
                    AND removed_at >= (SELECT max(at) FROM marketplace.agreement_move
                                       WHERE agreement_id = :agreement AND to_state = 'ENDED')
                    AND removed_at >= coalesce(CAST(:period AS timestamptz), removed_at)
                  ORDER BY registered_at DESC LIMIT 1\
                """)
        .param("agreement", agreement.id().value())
        .param("period", period == null ? null : period.toString())
        .query(CloudAccounts::cloudAccount)
        .optional();
  }

  /**
   * The state that took an agreement away from an account that does not hold it any more; empty if
   * it never held it.
   */
  Optional<AgreementState> takenFrom(BillingAccountId holder, AgreementId agreement) {
    return jdbc.sql(
            """
            SELECT removed_by FROM settlement.cloud_account
             WHERE agreement_id = :agreement AND billing_account_id = :holder AND removed_at IS NOT NULL
             ORDER BY removed_at DESC LIMIT 1\
            """)
        .param("agreement", agreement.value())
        .param("holder", holder.value())
        .query((rs, _) -> AgreementState.valueOf(rs.getString("removed_by")))
        .optional();
  }

  void register(AgreementId agreement, BillingAccountId holder, Instant now) {
    jdbc.sql(
            """
            INSERT INTO settlement.cloud_account (id, agreement_id, billing_account_id, registered_at)
            VALUES (:id, :agreement, :holder, :now)\
            """)
        .param("id", Ids.next("cloud"))
        .param("agreement", agreement.value())
        .param("holder", holder.value())
        .param("now", SqlTime.utc(now))
        .update();
  }

  void remove(CloudAccount account, Removal by, Instant now) {
    int rows =
        jdbc.sql(
                "UPDATE settlement.cloud_account SET removed_at = greatest(:now, registered_at), removed_by = :by WHERE id ="
                    + " :id AND removed_at IS NULL")
            .param("by", by.name())
            .param("now", SqlTime.utc(now))
            .param("id", account.id())
            .update();
    if (rows != 1) {
      throw new IllegalStateException("cloud account " + account.id() + " was removed already");
    }
  }

  private static CloudAccount cloudAccount(ResultSet rs, int row) throws SQLException {
    return new CloudAccount(
        rs.getString("id"),
        new AgreementId(rs.getString("agreement_id")),
        new BillingAccountId(rs.getString("billing_account_id")),
        SqlTime.instant(rs, "registered_at"),
        SqlTime.optional(rs, "removed_at").orElse(null));
  }
}
