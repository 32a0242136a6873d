package io.countinghouse.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processor time used so far: other than the time that passes, it hardly tells how busy the
 * machine was with other things.
 *
 * @param server of this process
 * @param database of PostgreSQL's processes that still run
 */
record CpuTime(Duration server, Duration database) {

  /**
   * @param postmaster the id of PostgreSQL's first process
   */
  static CpuTime of(long postmaster) {
    Duration database =
        ProcessHandle.of(postmaster).stream()
            .flatMap(first -> Stream.concat(Stream.of(first), first.children()))
            .map(CpuTime::used)
            .reduce(Duration.ZERO, Duration::plus);
    return new CpuTime(used(ProcessHandle.current()), database);
  }

  private static Duration used(ProcessHandle process) {
    Optional<Duration> used = process.info().totalCpuDuration();
    return used.orElse(Duration.ZERO);
  }

  CpuTime since(CpuTime before) {
    return new CpuTime(server.minus(before.server), database.minus(before.database));
  }
}
