package awssimulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Does the simulator's own due work while the clock runs by itself; an advance does its own. */
@Component
class DueRunner implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DueRunner.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final BusinessClock clock;
  private final ClockControl control;
  private final DueWork ownWork;
  private final Signals signals;
  private volatile @Nullable Thread thread;

  DueRunner(BusinessClock clock, ClockControl control, DueWork ownWork, Signals signals) {
    this.clock = clock;
    this.control = control;
    this.ownWork = ownWork;
    this.signals = signals;
  }

  @Override
  public void start() {
    thread = Thread.ofPlatform().daemon().name("simulator-due").start(this::loop);
  }

  private void loop() {
    try {
      while (thread == Thread.currentThread()) {
        Duration wait = LOOK_AGAIN;
        if (!control.state().advancing()) {
          wait = runDue();
        }
        pause(wait);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs what is due and says how long nothing will be. */
  private Duration runDue() {
    try {
      Instant now = clock.instant();
      ownWork.runDue(now);
      Optional<Instant> next = ownWork.nextDue();
      if (next.isPresent() && Duration.between(now, next.get()).compareTo(LOOK_AGAIN) < 0) {
        return Duration.between(now, next.get()).plusMillis(1);
      }
    } catch (RuntimeException e) {
      LOG.error("Due work failed and is tried again in a second", e);
    }
    return LOOK_AGAIN;
  }

  // Waking too early only means to look too early.
  @SuppressWarnings("WaitNotInLoop")
  private void pause(Duration wait) throws InterruptedException {
    signals.lock.lock();
    try {
      long ignored = signals.changed.awaitNanos(Math.max(1_000_000, wait.toNanos()));
    } finally {
      signals.lock.unlock();
    }
  }

  @Override
  public void stop() {
    Thread running = thread;
    thread = null;
    if (running != null) {
      signals.changed();
      try {
        running.join(Duration.ofSeconds(5));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return thread != null;
  }
}
