package io.countinghouse.simulation;

import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a run came to: a run in which nothing happens would show nothing. */
final class Reached {

  private Reached() {}

  /** How often, by words: states of records, moves of agreements, locks, credits, refund cases. */
  static SortedMap<String, Long> in(JdbcClient rows) {
    SortedMap<String, Long> reached = new TreeMap<>();
    rows.sql(
            """
            SELECT 'record ' || state AS word, count(*) AS times FROM metering.record GROUP BY state
            UNION ALL
            SELECT 'decided ' || resolution, count(*) FROM metering.record
             WHERE decided_by IS NOT NULL GROUP BY resolution
            UNION ALL
            SELECT 'agreement ' || to_state, count(*) FROM marketplace.agreement_move GROUP BY to_state
            UNION ALL
            SELECT 'locked', count(*) FROM locking.lock HAVING count(*) > 0
            UNION ALL
            SELECT 'locked for arrears', count(*) FROM locking.lock WHERE cause = 'ARREARS' HAVING count(*) > 0
            UNION ALL
            SELECT 'cleared', count(*) FROM locking.lock WHERE cleared_at IS NOT NULL HAVING count(*) > 0
            UNION ALL
            SELECT 'transfer ' || state, count(*) FROM wallet.proposal GROUP BY state
            UNION ALL
            SELECT 'method changed by a customer', count(*) FROM settlement.binding
             WHERE started_why IN ('FIRST', 'CHANGE', 'UNLOCK') HAVING count(*) > 0
            UNION ALL
            SELECT 'unlocked', count(*) FROM locking.lock WHERE ended_at IS NOT NULL HAVING count(*) > 0
            UNION ALL
            SELECT 'credit', count(*) FROM billing.posting WHERE units < 0 HAVING count(*) > 0
            UNION ALL
            SELECT 'charged to nobody', count(*) FROM billing.posting
             WHERE billing_account_id IS NULL HAVING count(*) > 0
            UNION ALL
            SELECT 'refund case', count(*) FROM billing.refund_case HAVING count(*) > 0
            UNION ALL
            SELECT 'handed over', count(*) FROM billing.transfer HAVING count(*) > 0\
            """)
        .query(rs -> {
          reached.put(rs.getString("word"), rs.getLong("times"));
        });
    return reached;
  }
}
