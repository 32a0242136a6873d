package io.countinghouse.simulation;

import awssimulator.client.Agreement;
import awssimulator.client.Agreement.Subscription;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import java.util.ArrayList;
import java.util.List;

/**
 * A lock is cleared if and only if its buffer is over. No commercial workspace is open without a
 * payer or locked with one; none is locked whose buyer's agreement runs at AWS, unless AWS said in
 * its final hour that there was no subscription, and the buyer came back after that, or for
 * arrears, of which {@link ArrearsCheck} has the say; and agreements stand where AWS says they do.
 */
final class LocksCheck implements Check {

  private final World world;

  LocksCheck(World world) {
    this.world = world;
  }

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    List<String> problems =
        new ArrayList<>(
            world
                .rows()
                .sql(
                    """
                    SELECT w.id || ' is ' || w.lock_state || CASE WHEN paid.is THEN ' and paid for' ELSE ' and nobody pays' END
                      FROM workspace.workspace w
                     CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM settlement.binding b
                              WHERE b.workspace_id = w.id AND upper_inf(b.during)) AS is) paid
                     WHERE w.plan = 'COMMERCIAL' AND (w.lock_state <> 'OPEN') = paid.is\
                    """)
                .query((rs, _) -> rs.getString(1))
                .list());
    if (calm) {
      problems.addAll(notAsTheBufferSays());
      world.buyers().forEach(buyer -> look(buyer, problems));
    }
    return problems;
  }

  /** Cleared is what nobody paid for until its buffer was over, and nothing else. */
  private List<String> notAsTheBufferSays() {
    return world
        .rows()
        .sql(
            """
            SELECT l.workspace_id || ' is ' || w.lock_state || ', its buffer ends at ' || l.buffer_ends_at
              FROM locking.lock l JOIN workspace.workspace w ON w.id = l.workspace_id
             WHERE CASE WHEN l.ended_at IS NULL
                        THEN (l.buffer_ends_at <= :now) <> (l.cleared_at IS NOT NULL)
                          OR (l.cleared_at IS NOT NULL) <> (w.lock_state = 'CLEARED')
                        ELSE (l.buffer_ends_at <= l.ended_at AND l.cleared_at IS NULL)
                          OR l.cleared_at < l.buffer_ends_at END\
            """)
        .param("now", SqlTime.utc(world.now()))
        .query((rs, _) -> rs.getString(1))
        .list();
  }

  private void look(Buyer buyer, List<String> problems) {
    Subscription at = world.aws().subscriptions().read(buyer.agreement());
    List<String> state =
        world
            .rows()
            .sql(
                """
                SELECT CASE WHEN :ending AND a.state = 'ENDED' AND EXISTS (
                         SELECT 1 FROM marketplace.agreement_move m
                          WHERE m.agreement_id = a.id AND m.to_state = 'ENDED' AND m.cause LIKE 'NOT_SUBSCRIBED %'
                            AND m.at >= a.ending_since)
                       THEN 'ENDING' ELSE a.state END
                  FROM marketplace.agreement a WHERE coalesce(a.license_id, a.customer_identifier) = :key\
                """)
            .param("key", buyer.key())
            // AWS's refusal of the last record ends it before its hour is over (facts, C2): of a
            // suspended account too.
            .param("ending", at.state() == Agreement.State.ENDING)
            .query((rs, _) -> rs.getString(1))
            .list();
    // A payment that fails is not told in the concurrent model, nor is the end of what was not
    // paid.
    boolean untold =
        (at.state() == Agreement.State.FAILED && buyer.product().concurrent())
            || (at.state() == Agreement.State.ENDED && at.awsStatus() == null);
    if (!state.isEmpty() && !untold && !state.getFirst().equals(at.state().name())) {
      problems.add("the agreement of %s is %s, at AWS it is %s".formatted(buyer, state, at));
    }
    if (at.state() == Agreement.State.ACTIVE && buyer.stage() == Buyer.Stage.RUNNING) {
      for (WorkspaceId workspace : buyer.workspaces()) {
        String row = planAndLock(workspace);
        if (!row.equals("COMMERCIAL OPEN")) {
          problems.add("%s of %s, who runs at AWS, is %s".formatted(workspace, buyer, row));
        }
      }
    }
  }

  /** A lock that AWS's own refusal of a record, or arrears, brought about has its cause. */
  private String planAndLock(WorkspaceId workspace) {
    return world
        .rows()
        .sql(
            """
            SELECT w.plan || ' ' || CASE WHEN EXISTS (
                     SELECT 1 FROM locking.lock l LEFT JOIN marketplace.agreement_move m
                         ON m.agreement_id = l.agreement_id AND m.at = l.started_at AND m.to_state = 'ENDED'
                      WHERE l.workspace_id = w.id AND l.ended_at IS NULL
                        AND (l.cause = 'ARREARS' OR m.cause LIKE 'NOT_SUBSCRIBED %'))
                   THEN 'OPEN' ELSE w.lock_state END
              FROM workspace.workspace w WHERE w.id = :id\
            """)
        .param("id", workspace.value())
        .query((rs, _) -> rs.getString(1))
        .single();
  }
}
