package io.countinghouse.bench;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Several writers that share the work until it is done. */
final class Writers {

  private Writers() {}

  /** One writer, with a connection of its own. */
  interface Writer<T> extends AutoCloseable {
    void write(T request) throws Exception;

    @Override
    void close() throws SQLException;
  }

  /**
   * What writing took.
   *
   * @param seconds by the clock
   * @param jvmSeconds CPU time of this JVM: of the writers, and of the server if it is part of it
   * @param postgresSeconds CPU time of PostgreSQL
   */
  record Took(double seconds, double jvmSeconds, double postgresSeconds) {

    double cpuSeconds() {
      return jvmSeconds + postgresSeconds;
    }
  }

  /** Writes all requests. */
  static <T> Took write(List<T> requests, int writers, CpuTime cpu, Callable<Writer<T>> maker)
      throws Exception {
    List<Writer<T>> made = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      for (int i = 0; i < writers; i++) {
        made.add(maker.call());
      }
      AtomicInteger next = new AtomicInteger();
      CpuTime.Used before = cpu.now();
      long begin = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (Writer<T> writer : made) {
        running.add(
            threads.submit(() -> {
              for (int i = next.getAndIncrement();
                  i < requests.size();
                  i = next.getAndIncrement()) {
                writer.write(requests.get(i));
              }
              return null;
            }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      CpuTime.Used after = cpu.now();
      return new Took(seconds, after.jvmSecondsSince(before), after.postgresSecondsSince(before));
    } finally {
      for (Writer<T> writer : made) {
        writer.close();
      }
    }
  }
}
