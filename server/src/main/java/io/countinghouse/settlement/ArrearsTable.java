package io.countinghouse.settlement;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which billing accounts' arrears are overdue. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class ArrearsTable {

  private final JdbcClient jdbc;

  ArrearsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void overdue(BillingAccountId account, Instant at) {
    jdbc.sql(
            """
            INSERT INTO settlement.arrears (billing_account_id, overdue_at) VALUES (:account, :at)
            ON CONFLICT (billing_account_id) DO NOTHING\
            """)
        .param("account", account.value())
        .param("at", SqlTime.utc(at))
        .update();
  }

  void paid(BillingAccountId account) {
    jdbc.sql("DELETE FROM settlement.arrears WHERE billing_account_id = :account")
        .param("account", account.value())
        .update();
  }

  /** Whether an account cannot pay for workspaces by itself now. */
  boolean isOverdue(BillingAccountId account) {
    return jdbc.sql("SELECT 1 FROM settlement.arrears WHERE billing_account_id = :account")
        .param("account", account.value())
        .query(Integer.class)
        .optional()
        .isPresent();
  }
}
