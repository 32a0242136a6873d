package io.countinghouse.metering;

import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The workspaces whose last reading failed: their usage waits for the next one. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
public class FailedReadings {

  private static final int REASON_MAX = 500;

  private final JdbcClient jdbc;
  private final Counter failed;

  FailedReadings(JdbcClient jdbc, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.failed = meters.counter("countinghouse.readings.failed");
  }

  /**
   * One of them.
   *
   * @param hour for which it was read last
   * @param reason the error's own words
   */
  public record Failed(WorkspaceId workspace, Hour hour, String reason) {}

  /**
   * Those of the latest hours first.
   *
   * @param limit at most so many
   */
  public List<Failed> latest(int limit) {
    return jdbc.sql(
            """
            SELECT workspace_id, hour, reason FROM metering.failed_reading
             ORDER BY hour DESC, workspace_id LIMIT :limit\
            """)
        .param("limit", limit)
        .query((rs, _) ->
            new Failed(
                new WorkspaceId(rs.getString("workspace_id")),
                new Hour(SqlTime.instant(rs, "hour")),
                rs.getString("reason")))
        .list();
  }

  /** Notes that the reading of a workspace for an hour failed. */
  void note(WorkspaceId workspace, Hour hour, RuntimeException why) {
    String reason = why.toString();
    int noted =
        jdbc.sql(
                """
                INSERT INTO metering.failed_reading AS f (workspace_id, hour, reason) VALUES (:workspace, :hour, :reason)
                ON CONFLICT (workspace_id) DO UPDATE SET hour = excluded.hour, reason = excluded.reason
                 WHERE (f.hour, f.reason) IS DISTINCT FROM (excluded.hour, excluded.reason)\
                """)
            .param("workspace", workspace.value())
            .param("hour", SqlTime.utc(hour.start()))
            .param("reason", reason.substring(0, Math.min(reason.length(), REASON_MAX)))
            .update();
    if (noted > 0) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              failed.increment();
            }
          });
    }
  }

  /** All of them. */
  List<WorkspaceId> workspaces() {
    return jdbc.sql("SELECT workspace_id FROM metering.failed_reading ORDER BY workspace_id")
        .query((rs, _) -> new WorkspaceId(rs.getString("workspace_id")))
        .list();
  }

  /** Forgets those that failed for hours before one that was read since: all were tried again. */
  void forgetBefore(Hour hour) {
    jdbc.sql("DELETE FROM metering.failed_reading WHERE hour < :hour")
        .param("hour", SqlTime.utc(hour.start()))
        .update();
  }

  long count() {
    return jdbc.sql("SELECT count(*) FROM metering.failed_reading").query(Long.class).single();
  }
}
