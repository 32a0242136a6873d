package io.countinghouse.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The CPU time that this JVM and the processes of its PostgreSQL have used: what a machine that is
 * shared with others still tells truly.
 */
final class CpuTime {

  private final ProcessHandle postmaster;

  private CpuTime(ProcessHandle postmaster) {
    this.postmaster = postmaster;
  }

  /** Follows the PostgreSQL, on this machine, that a connection goes to. */
  static CpuTime of(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
      rows.next();
      return new CpuTime(
          ProcessHandle.of(rows.getLong(1)).flatMap(ProcessHandle::parent).orElseThrow());
    }
  }

  /**
   * What was used up to an instant.
   *
   * @param jvm by this JVM
   * @param postgres by each process of PostgreSQL, by its number
   */
  record Used(Duration jvm, Map<Long, Duration> postgres) {

    double jvmSecondsSince(Used before) {
      return jvm.minus(before.jvm).toNanos() / 1e9;
    }

    /** Of the processes that are still there. */
    double postgresSecondsSince(Used before) {
      Duration sum = Duration.ZERO;
      for (Map.Entry<Long, Duration> each : postgres.entrySet()) {
        Duration then = before.postgres.getOrDefault(each.getKey(), Duration.ZERO);
        sum = sum.plus(each.getValue()).minus(then);
      }
      return sum.toNanos() / 1e9;
    }
  }

  Used now() {
    Map<Long, Duration> postgres = new HashMap<>();
    Stream.concat(Stream.of(postmaster), postmaster.children())
        .forEach(it -> postgres.put(it.pid(), used(it)));
    return new Used(used(ProcessHandle.current()), postgres);
  }

  private static Duration used(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
