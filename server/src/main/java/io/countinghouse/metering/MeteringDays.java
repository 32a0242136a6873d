package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The hours of a day at a glance; within the caller's transaction. */
@Repository
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class MeteringDays {

  private final JdbcClient jdbc;

  MeteringDays(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** What the records of an hour in one state and currency add up to. */
  public record Total(Hour hour, RecordState state, long records, Money amount) {}

  /** What there is of each hour from one to before another; nothing for hours without a record. */
  public List<Total> totals(Instant from, Instant before) {
    return jdbc.sql(
            """
            SELECT hour, state, currency, count(*) AS records, sum(amount) AS amount
              FROM metering.record WHERE hour >= :from AND hour < :before
             GROUP BY hour, state, currency ORDER BY hour, state, currency\
            """)
        .param("from", SqlTime.utc(from))
        .param("before", SqlTime.utc(before))
        .query((rs, _) ->
            new Total(
                new Hour(SqlTime.instant(rs, "hour")),
                RecordState.valueOf(rs.getString("state")),
                rs.getLong("records"),
                Money.of(
                    rs.getBigDecimal("amount"), Currency.getInstance(rs.getString("currency")))))
        .list();
  }

  /**
   * How many agreements have no record of an hour since they are active.
   *
   * @param active agreements, with the start of their period
   * @return by hour, from one to before another; nothing for hours that lack none
   */
  public Map<Hour, Long> missing(Map<AgreementId, Instant> active, Instant from, Instant before) {
    Map<Hour, Long> missing = new HashMap<>();
    jdbc.sql(
            """
            WITH active AS (SELECT * FROM unnest(:ids, CAST(:starts AS timestamptz[])) AS a (id, started)),
            hours AS (SELECT generate_series(CAST(:from AS timestamptz), CAST(:before AS timestamptz) - interval '1 hour',
                                             interval '1 hour') AS hour),
            wanted AS (SELECT hour, count(*) AS agreements FROM hours JOIN active ON started < hour + interval '1 hour'
                        GROUP BY hour),
            made AS (SELECT hour, count(DISTINCT agreement_id) AS agreements
                       FROM metering.record JOIN active ON active.id = agreement_id AND started < hour + interval '1 hour'
                      WHERE hour >= :from AND hour < :before GROUP BY hour)
            SELECT hour, wanted.agreements - coalesce(made.agreements, 0) AS missing
              FROM wanted LEFT JOIN made USING (hour)\
            """)
        .param("ids", active.keySet().stream().map(AgreementId::value).toArray(String[]::new))
        .param("starts", active.values().stream().map(Instant::toString).toArray(String[]::new))
        .param("from", SqlTime.utc(from))
        .param("before", SqlTime.utc(before))
        .query(rs -> {
          if (rs.getLong("missing") > 0) {
            missing.put(new Hour(SqlTime.instant(rs, "hour")), rs.getLong("missing"));
          }
        });
    return missing;
  }
}
