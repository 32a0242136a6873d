package io.countinghouse.marketplace;

import io.countinghouse.kernel.SqlTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Agreements that somebody must keep an eye on; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class AgreementWatch {

  private static final Duration LOOKED_AT = Duration.ofDays(7);

  private final JdbcClient jdbc;

  AgreementWatch(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The agreements that are ending, whose end began first first. */
  public List<Agreement> ending(int limit) {
    return jdbc.sql(
            "SELECT %s FROM marketplace.agreement a WHERE state = 'ENDING' ORDER BY ending_since, id LIMIT :limit"
                .formatted(AgreementTable.COLUMNS))
        .param("limit", limit)
        .query(AgreementTable::agreement)
        .list();
  }

  /**
   * How many agreements AWS has not confirmed since an instant; those that are to start later do
   * not count, and neither do those that were looked at for a week.
   */
  public long pendingSince(Instant before) {
    return jdbc.sql(
            """
            SELECT count(*) FROM marketplace.agreement
             WHERE state = 'PENDING' AND created_at < :before AND created_at >= :from
               AND (starts_at IS NULL OR starts_at < :before)\
            """)
        .param("before", SqlTime.utc(before))
        .param("from", SqlTime.utc(before.minus(LOOKED_AT)))
        .query(Long.class)
        .single();
  }
}
