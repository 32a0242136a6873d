package io.countinghouse.metering;

import io.countinghouse.marketplace.Product;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of {@code metering.call_quota}: one bucket of calls per seller account and region, which
 * all nodes take from. Its time is the database's own, so that nodes need not agree on theirs.
 */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class CallQuota {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final JdbcClient jdbc;
  private final MeteringSettings settings;

  CallQuota(JdbcClient jdbc, MeteringSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * Takes the next call's place; places lie evenly apart, so no second holds more than the quota.
   *
   * @return how long to wait for it, by wall time; not above zero if it is now
   */
  Duration take(Product product) {
    long micros =
        jdbc.sql(
                """
                INSERT INTO metering.call_quota AS quota (seller, region, next_at)
                VALUES (:seller, :region, clock_timestamp() + CAST(:gap AS interval))
                ON CONFLICT (seller, region) DO UPDATE
                   SET next_at = greatest(quota.next_at, clock_timestamp()) + CAST(:gap AS interval)
                RETURNING CAST(extract(epoch FROM next_at - CAST(:gap AS interval) - clock_timestamp()) * 1000000 AS bigint)\
                """)
            .param("seller", product.seller())
            .param("region", product.region())
            .param("gap", Duration.ofNanos(NANOS_PER_SECOND / settings.callsPerSecond()).toString())
            .query(Long.class)
            .single();
    return Duration.ofNanos(micros * 1000);
  }

  /** AWS said there are too many calls: nobody takes a place for a while. */
  void slowDown(Product product) {
    jdbc.sql(
            """
            UPDATE metering.call_quota
               SET next_at = greatest(next_at, clock_timestamp() + CAST(:pause AS interval))
             WHERE seller = :seller AND region = :region\
            """)
        .param("seller", product.seller())
        .param("region", product.region())
        .param("pause", settings.throttlePause().toString())
        .update();
  }
}
