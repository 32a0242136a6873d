package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The billing accounts that an operator has switched 结算方式任意选择 on for: their workspaces may use any
 * settlement method, whatever their sites offer. In the caller's transaction.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class AnyMethod {

  private final JdbcClient jdbc;
  private final BusinessClock clock;
  private final AuditTrail audit;

  AnyMethod(JdbcClient jdbc, BusinessClock clock, AuditTrail audit) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.audit = audit;
  }

  /** Who switched it on, when and why. */
  public record Switched(String by, Instant at, String reason) {}

  /** Who switched it on for an account; empty while it is off. */
  public Optional<Switched> of(BillingAccountId account) {
    return jdbc.sql(
            """
            SELECT switched_on_by, switched_on_at, reason FROM settlement.any_method
             WHERE billing_account_id = :account\
            """)
        .param("account", account.value())
        .query((rs, _) ->
            new Switched(
                rs.getString("switched_on_by"),
                SqlTime.instant(rs, "switched_on_at"),
                rs.getString("reason")))
        .optional();
  }

  /**
   * Switches it on or off; what it is already it stays, and nothing is written.
   *
   * @param reason why, for the trail; not empty
   * @throws org.springframework.dao.DataIntegrityViolationException if there is no such account
   */
  public void set(BillingAccountId account, boolean on, OperatorId by, String reason) {
    if (reason.isBlank()) {
      throw new IllegalArgumentException("an operator gives a reason");
    }
    if ((on ? insert(account, by, reason) : delete(account)) > 0) {
      audit.record(
          Actor.operator(by),
          on ? "billing-account.any-method-on" : "billing-account.any-method-off",
          account.value(),
          Map.of("reason", reason));
    }
  }

  private int insert(BillingAccountId account, OperatorId by, String reason) {
    return jdbc.sql(
            """
            INSERT INTO settlement.any_method (billing_account_id, reason, switched_on_by, switched_on_at)
            VALUES (:account, :reason, :by, :now) ON CONFLICT (billing_account_id) DO NOTHING\
            """)
        .param("account", account.value())
        .param("reason", reason)
        .param("by", by.value())
        .param("now", SqlTime.utc(clock.now()))
        .update();
  }

  private int delete(BillingAccountId account) {
    return jdbc.sql("DELETE FROM settlement.any_method WHERE billing_account_id = :account")
        .param("account", account.value())
        .update();
  }
}
