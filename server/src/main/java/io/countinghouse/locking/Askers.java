package io.countinghouse.locking;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Those who ask for an admission just now, so that a node that stops can wait for them. */
final class Askers {

  private static final Duration LOOK = Duration.ofMillis(5);

  private final LongAdder asking = new LongAdder();

  /** Somebody asks. */
  void enter() {
    asking.increment();
  }

  /** Their answer is written, or nobody can write it any more. */
  void leave() {
    asking.decrement();
  }

  /** Waits until all who have entered have left, at most so long; nobody may enter meanwhile. */
  void awaitNone(Duration most) {
    long end = System.nanoTime() + most.toNanos();
    while (asking.sum() > 0
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
