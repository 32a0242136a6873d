package io.countinghouse.identity;

import io.countinghouse.kernel.SqlTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Throttles guessing over all nodes: so many attempts at once, then one each time a part of the
 * period has gone. In wall time. Who is counted is kept as a keyed hash only.
 */
@Component
public class Attempts {

  /** Each new row takes some away that say nothing any more. */
  private static final int SWEPT = 10;

  private final JdbcClient jdbc;
  private final KeyedHash hash;
  private final Clock wallClock;

  Attempts(JdbcClient jdbc, KeyedHash hash, Clock wallClock) {
    this.jdbc = jdbc;
    this.hash = hash;
    this.wallClock = wallClock;
  }

  /**
   * Takes one attempt, in a transaction of its own: it counts whatever becomes of the caller's.
   *
   * @param what is attempted, such as {@code sign-in}
   * @param who attempts it or at what, such as an address or an account
   * @param times how many are allowed at once, above 0
   * @param period in which they all come back
   * @return empty when it is allowed; else how long to wait
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Optional<Duration> take(String what, String who, int times, Duration period) {
    byte[] key = hash.of("attempt", what, who);
    Instant now = wallClock.instant().truncatedTo(ChronoUnit.MICROS);
    Duration step = period.dividedBy(times);
    Optional<Boolean> first =
        jdbc.sql(
                """
                INSERT INTO identity.attempt AS a (key, full_at) VALUES (:key, CAST(:now AS timestamptz) + :step * interval '1 microsecond')
                ON CONFLICT (key) DO UPDATE
                   SET full_at = greatest(a.full_at, :now) + :step * interval '1 microsecond'
                 WHERE greatest(a.full_at, :now) + :step * interval '1 microsecond' <= :end
                RETURNING a.full_at = CAST(:now AS timestamptz) + :step * interval '1 microsecond'\
                """)
            .param("key", key)
            .param("now", SqlTime.utc(now))
            .param("step", step.toNanos() / 1000)
            .param("end", SqlTime.utc(now.plus(period)))
            .query(Boolean.class)
            .optional();
    if (first.isEmpty()) {
      return Optional.of(Duration.between(now.plus(period), fullAt(key).plus(step)));
    }
    if (first.get()) {
      sweep(now);
    }
    return Optional.empty();
  }

  private Instant fullAt(byte[] key) {
    return jdbc.sql("SELECT full_at FROM identity.attempt WHERE key = :key")
        .param("key", key)
        .query((rs, _) -> SqlTime.instant(rs, "full_at"))
        .single();
  }

  private void sweep(Instant now) {
    jdbc.sql(
            """
            DELETE FROM identity.attempt WHERE key IN
                   (SELECT key FROM identity.attempt WHERE full_at <= :now
                     ORDER BY full_at LIMIT :swept FOR UPDATE SKIP LOCKED)\
            """)
        .param("now", SqlTime.utc(now))
        .param("swept", SWEPT)
        .update();
  }
}
