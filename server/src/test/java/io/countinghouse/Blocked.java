package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets a transaction go on only once somebody else waits for what it holds. */
public final class Blocked {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Blocked() {}

  /** To be called in the transaction that is waited for. */
  public static void await(JdbcClient jdbc) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isWaitedFor(jdbc)) {
      assertThat(System.nanoTime()).as("nobody waits").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  // Not pg_stat_activity: a transaction sees that as it was at the first look.
  private static boolean isWaitedFor(JdbcClient jdbc) {
    return jdbc.sql(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))")
        .query((rs, _) -> rs.getBoolean(1))
        .single();
  }
}
