package io.countinghouse.usage;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.SqlTime;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Usage of unknown workspaces that a person has seen to. It stays and counts nowhere; only nobody
 * is woken for it any more.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class HandledUsage {

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final BusinessClock clock;

  HandledUsage(JdbcClient jdbc, AuditTrail audit, BusinessClock clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Marks events as handled: all that nobody has seen to, up to one.
   *
   * @param upTo the number of the last one that the person has seen
   * @param reason what was done, for people; not empty
   * @return false, and nothing is changed, if there are none
   */
  public boolean handle(long upTo, Actor by, String reason) {
    int count =
        jdbc.sql(
                """
                UPDATE usage.unknown_event SET handled_at = :now, handled_by = :by, handled_reason = :reason
                 WHERE NOT voided AND handled_at IS NULL AND no <= :upTo\
                """)
            .param("now", SqlTime.utc(clock.now()))
            .param("by", by.id())
            .param("reason", reason)
            .param("upTo", upTo)
            .update();
    if (count > 0) {
      audit.record(
          by,
          "unknown-usage.handled",
          Long.toString(upTo),
          Map.of("events", Integer.toString(count), "reason", reason));
    }
    return count > 0;
  }
}
