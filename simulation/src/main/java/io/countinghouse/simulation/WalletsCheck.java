package io.countinghouse.simulation;

import io.countinghouse.kernel.SqlTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The wallets of billing accounts that settled for themselves: what readings posted to each is what
 * its charges took up and what waits for one; a balance is what was approved less what was charged;
 * and after a calm evening nothing waits whose day is over.
 */
final class WalletsCheck implements Check {

  /** What readings posted is charged or waits to be. */
  private static final String NOT_TAKEN_UP =
      """
      SELECT concat_ws(' ', a.id, 'posted', posted.amount, 'charged and waiting', taken.amount)
        FROM identity.billing_account a
       CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM billing.posting
                            WHERE billing_account_id = a.id AND agreement_id IS NULL) AS posted
       CROSS JOIN LATERAL (
             SELECT coalesce(sum(amount), 0) AS amount
               FROM (SELECT accrued AS amount FROM wallet.charge WHERE billing_account_id = a.id
                     UNION ALL
                     SELECT amount FROM wallet.uncharged WHERE billing_account_id = a.id) AS took) AS taken
       WHERE posted.amount <> taken.amount\
      """;

  /** A balance is what was approved less what was charged. */
  private static final String NOT_PAID_FOR =
      """
      SELECT concat_ws(' ', a.billing_account_id, 'has', moved.balance, 'and was charged', charged.amount)
        FROM wallet.account a
       CROSS JOIN LATERAL (SELECT coalesce((SELECT balance FROM wallet.entry
                                             WHERE billing_account_id = a.billing_account_id
                                             ORDER BY number DESC LIMIT 1), 0) AS balance) AS moved
       CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM wallet.charge
                            WHERE billing_account_id = a.billing_account_id) AS charged
       CROSS JOIN LATERAL (SELECT coalesce(sum(amount), 0) AS amount FROM wallet.proposal
                            WHERE billing_account_id = a.billing_account_id AND state = 'APPROVED') AS paid
       WHERE moved.balance <> paid.amount - charged.amount\
      """;

  /** What waits whose day is over. */
  private static final String OVERDUE =
      """
      SELECT concat_ws(' ', billing_account_id, workspace_id, 'is not charged for', charge_day)
        FROM wallet.uncharged WHERE due_at <= :over\
      """;

  private final World world;

  WalletsCheck(World world) {
    this.world = world;
  }

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    List<String> problems = new ArrayList<>(lines(NOT_TAKEN_UP));
    problems.addAll(lines(NOT_PAID_FOR));
    problems.addAll(toppedUpOtherwise());
    if (calm) {
      problems.addAll(
          world
              .rows()
              .sql(OVERDUE)
              .param("over", SqlTime.utc(world.now().minus(Duration.ofHours(1))))
              .query((rs, _) -> rs.getString(1))
              .list());
    }
    return problems;
  }

  /** What is approved is what the operators approved. */
  private List<String> toppedUpOtherwise() {
    Map<String, BigDecimal> wanted = new HashMap<>(world.toppedUp());
    List<String> problems = new ArrayList<>();
    world
        .rows()
        .sql(
            """
            SELECT billing_account_id, sum(amount) AS amount FROM wallet.proposal
             WHERE state = 'APPROVED' GROUP BY billing_account_id\
            """)
        .query(rs -> {
          String account = rs.getString("billing_account_id");
          BigDecimal amount = rs.getBigDecimal("amount");
          BigDecimal entered = wanted.remove(account);
          if (entered == null || entered.compareTo(amount) != 0) {
            problems.add(account + " was topped up by " + amount + ", not by " + entered);
          }
        });
    wanted.forEach((account, amount) -> problems.add(account + " lacks a top-up of " + amount));
    return problems;
  }

  private List<String> lines(String sql) {
    return world.rows().sql(sql).query((rs, _) -> rs.getString(1)).list();
  }
}
