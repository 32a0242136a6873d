package io.countinghouse.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Watches how much of the heap is used, garbage included. */
final class PeakHeap {

  private static final int EVERY_MILLIS = 100;

  private final AtomicLong peak = new AtomicLong();
  private final ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();

  private final ScheduledFuture<?> watching;

  private PeakHeap(MemoryMXBean memory) {
    watching =
        watcher.scheduleAtFixedRate(
            () -> peak.accumulateAndGet(memory.getHeapMemoryUsage().getUsed(), Math::max),
            0,
            EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  static PeakHeap start() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return new PeakHeap(memory);
  }

  /** Stops watching. */
  long stop() {
    watching.cancel(false);
    watcher.shutdownNow();
    return peak.get();
  }
}
