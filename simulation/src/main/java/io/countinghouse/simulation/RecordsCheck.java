package io.countinghouse.simulation;

import io.countinghouse.kernel.SqlTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What the design says of when records are made and what is left to carry. The hour in which an end
 * is applied has a record by then; where the next one's could be sent for less than ten minutes,
 * only later, or never if nothing is owed of it.
 */
final class RecordsCheck implements Check {

  private static final Duration LOOKED_BACK = Duration.ofDays(2);

  private final World world;

  RecordsCheck(World world) {
    this.world = world;
  }

  @Override
  public List<String> problems(boolean calm, boolean whole) {
    Instant from = whole ? Instant.EPOCH : world.now().minus(LOOKED_BACK);
    List<String> problems =
        new ArrayList<>(
            words(
                """
                SELECT 'a record of ' || r.agreement_id || ' for ' || r.hour || ' was made before it was active'
                  FROM metering.record r
                 WHERE r.made_at >= :from
                   AND NOT EXISTS (SELECT 1 FROM marketplace.agreement_move m
                                    WHERE m.agreement_id = r.agreement_id AND m.at <= r.made_at
                                      AND m.to_state IN ('ACTIVE', 'ENDING'))\
                """,
                from));
    problems.addAll(endsWithoutRecord(from));
    problems.addAll(
        words(
            """
            SELECT e.agreement_id || ' never ended and has uncollected money'
              FROM billing.entry e
             WHERE e.at >= :from AND e.to_account = 'UNCOLLECTED' AND e.cause NOT LIKE 'DECISION %'
               AND NOT EXISTS (SELECT 1 FROM marketplace.agreement_move m
                                WHERE m.agreement_id = e.agreement_id AND m.to_state IN ('ENDED', 'FAILED'))\
            """,
            from));
    if (calm) {
      problems.addAll(carries());
    }
    return problems;
  }

  private List<String> endsWithoutRecord(Instant from) {
    return words(
        """
        SELECT m.agreement_id || ' began to end at ' || m.at || ' and that hour''s record was not made at once'
          FROM marketplace.agreement_move m
          JOIN marketplace.agreement a ON a.id = m.agreement_id AND a.ending_since <= m.at
         WHERE m.at >= :from AND m.to_state = 'ENDING'
           AND a.ending_since + interval '50 minutes' >= date_trunc('hour', m.at, 'UTC') + interval '1 hour'
           AND NOT EXISTS (SELECT 1 FROM metering.record r
                            WHERE r.agreement_id = m.agreement_id AND r.hour = date_trunc('hour', m.at, 'UTC')
                              AND r.made_at <= m.at)\
        """,
        from);
  }

  private List<String> words(String sql, Instant from) {
    return world
        .rows()
        .sql(sql)
        .param("from", SqlTime.utc(from))
        .query((rs, _) -> rs.getString(1))
        .list();
  }

  /**
   * After an hour's record less than a unit is left of what belongs to the hour, but for what an
   * operator returned to the carry after it.
   */
  private List<String> carries() {
    Instant hour = world.now().truncatedTo(ChronoUnit.HOURS);
    return world
        .rows()
        .sql(
            """
            SELECT a.id || ' carries ' || c.carry || ' of ' || c.dimension || ' after the record of its last hour'
              FROM marketplace.agreement a
              JOIN (SELECT agreement_id, dimension, sum(amount) AS carry
                      FROM (SELECT agreement_id, dimension, amount FROM billing.entry WHERE to_account = 'CARRY'
                            UNION ALL
                            SELECT agreement_id, dimension, -amount FROM billing.entry WHERE from_account = 'CARRY'
                            UNION ALL
                            SELECT agreement_id, dimension, -amount FROM billing.posting
                             WHERE agreement_id IS NOT NULL AND hour >= :hour
                            UNION ALL
                            SELECT agreement_id, dimension, -amount FROM billing.transfer WHERE hour >= :hour
                            UNION ALL
                            SELECT e.agreement_id, e.dimension, -e.amount FROM billing.entry e
                              JOIN (SELECT agreement_id, max(made_at) AS at FROM metering.record
                                     WHERE hour = :last GROUP BY agreement_id) AS made USING (agreement_id)
                             WHERE e.to_account = 'CARRY' AND e.cause LIKE 'DECISION %' AND e.at > made.at)
                        AS moved
                     GROUP BY agreement_id, dimension) AS c ON c.agreement_id = a.id
             WHERE a.state = 'ACTIVE' AND c.carry >= 0.01
               AND EXISTS (SELECT 1 FROM metering.record r
                            WHERE r.agreement_id = a.id AND r.hour = :last AND r.made_at >= :hour)\
            """)
        .param("hour", SqlTime.utc(hour))
        .param("last", SqlTime.utc(hour.minus(1, ChronoUnit.HOURS)))
        .query((rs, _) -> rs.getString(1))
        .list();
  }
}
