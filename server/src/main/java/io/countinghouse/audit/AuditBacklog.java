package io.countinghouse.audit;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Entries that wait for their seal, those that are still bundled too. */
@Repository
public class AuditBacklog {

  /** By the wall clock; sealing takes seconds. */
  private static final Duration OVERDUE_AFTER = Duration.ofMinutes(5);

  private final JdbcClient jdbc;

  AuditBacklog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** How many wait far longer than sealing takes: it fails, or no node does it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public long overdue() {
    return jdbc.sql(
            """
            SELECT (SELECT count(*) FROM audit.unsealed
                     WHERE noted_at < clock_timestamp() - CAST(:after AS interval))
                 + (SELECT coalesce(sum(entries), 0) FROM audit.bundle
                     WHERE noted_at < clock_timestamp() - CAST(:after AS interval))\
            """)
        .param("after", OVERDUE_AFTER.toString())
        .query(Long.class)
        .single();
  }
}
