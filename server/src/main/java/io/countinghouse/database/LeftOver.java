package io.countinghouse.database;

import io.countinghouse.database.DatabaseStartException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL whose server was killed: it lives on and holds the cluster until it is stopped. */
final class LeftOver {

  private static final Logger log = LoggerFactory.getLogger(LeftOver.class);
  private static final long STOP_SECONDS_MAX = 30;

  private LeftOver() {}

  /**
   * Stops the PostgreSQL that still runs on a cluster nobody holds any more; nothing committed is
   * lost by it. A stale pid file, whose number now belongs to another program, is removed.
   *
   * @throws DatabaseStartException if it does not stop
   */
  static void stop(Path cluster) {
    Path pidFile = cluster.resolve("postmaster.pid");
    Optional<ProcessHandle> process = process(pidFile);
    if (process.isEmpty()) {
      return;
    }
    try {
      if (isSomethingElse(process.get())) {
        Files.deleteIfExists(pidFile);
        return;
      }
      interrupt(process.get());
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw stays(process.get(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stays(process.get(), e);
    }
  }

  private static Optional<ProcessHandle> process(Path pidFile) {
    try {
      List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
      return lines.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
              .filter(ProcessHandle::isAlive);
    } catch (IOException | NumberFormatException e) {
      log.warn("{} cannot be read, going on without it", pidFile, e);
      return Optional.empty();
    }
  }

  private static boolean isSomethingElse(ProcessHandle process) {
    return process.info().command().filter(command -> !command.contains("postgres")).isPresent();
  }

  /** SIGINT is PostgreSQL's fast shutdown; Java itself could only send SIGTERM, which waits. */
  private static void interrupt(ProcessHandle process)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    log.info("stopping the PostgreSQL (process {}) that a killed server left", process.pid());
    new ProcessBuilder("/bin/sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    process.onExit().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
  }

  private static DatabaseStartException stays(ProcessHandle process, Exception cause) {
    return new DatabaseStartException(
        Reason.LEFT_OVER_STAYS,
        "A PostgreSQL left by a killed server (process %d) does not stop.".formatted(process.pid()),
        "Stop that process by hand (kill -INT %d) and start again.".formatted(process.pid()),
        cause);
  }
}
