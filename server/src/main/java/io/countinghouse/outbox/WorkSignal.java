package io.countinghouse.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Wakes the workers of this node when there is something new, so that nothing waits for the next
 * poll.
 */
@Component
class WorkSignal {

  private final Semaphore raised = new Semaphore(0);
  private final Semaphore raisedForWaiting = new Semaphore(0);

  void raise() {
    raised.release();
    raisedForWaiting.release();
  }

  /**
   * There may be more of the same.
   *
   * @param forWaiting whether of the work that waits for others
   */
  void raiseAgain(boolean forWaiting) {
    (forWaiting ? raisedForWaiting : raised).release();
  }

  /**
   * Waits until raised, at most this long.
   *
   * @param forWaiting whether as the thread of the work that waits for others, which must not take
   *     the signal away from the workers
   */
  void await(Duration atMost, boolean forWaiting) throws InterruptedException {
    Semaphore mine = forWaiting ? raisedForWaiting : raised;
    if (mine.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      mine.drainPermits();
    }
  }
}
