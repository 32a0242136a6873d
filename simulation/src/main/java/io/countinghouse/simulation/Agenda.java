package io.countinghouse.simulation;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is going to happen; of two things at the same instant the one put first comes first. */
final class Agenda {

  private record Entry(Instant at, long number, Runnable step) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private long numbers;

  void put(Instant at, Runnable step) {
    entries.add(new Entry(at, numbers++, step));
  }

  /** When the next thing happens; empty if nothing does. */
  @Nullable Instant next() {
    Entry first = entries.peek();
    return first == null ? null : first.at();
  }

  /** Does what is to happen by an instant; false if nothing was. */
  boolean run(Instant now) {
    boolean any = false;
    Entry first = entries.peek();
    while (first != null && !first.at().isAfter(now)) {
      entries.remove();
      first.step().run();
      any = true;
      first = entries.peek();
    }
    return any;
  }
}
