package io.countinghouse;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings two transactions together: one has done its part, the other one is at the same. */
public final class OthersWait {

  private OthersWait() {}

  /** Returns once another session waits for the transaction that this is called in. */
  public static void forUs(JdbcClient jdbc) {
    Awaitility.await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            jdbc.sql(
                    """
                    SELECT EXISTS (SELECT 1 FROM pg_locks
                                    WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))\
                    """)
                .query(Boolean.class)
                .single());
  }
}
