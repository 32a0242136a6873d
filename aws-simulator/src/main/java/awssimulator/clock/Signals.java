package awssimulator.clock;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/**
 * One lock and one condition for all who wait on the clock: whoever changes something an advance
 * may wait for calls {@link #changed}. No SQL and no network call happens under this lock.
 */
@Component
public final class Signals {
  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();

  /** Wakes all who wait, to look again. */
  public void changed() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
