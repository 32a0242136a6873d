package io.countinghouse.audit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The thread of this node that seals entries every second, and drops old ones now and then. */
@Component
@ConditionalOnProperty(
    name = "countinghouse.audit.seal",
    havingValue = "true",
    matchIfMissing = true)
class AuditThread implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(AuditThread.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final int PAUSES_BETWEEN_PRUNINGS = 600;

  private final AuditSealer sealer;
  private final Semaphore ended = new Semaphore(0);
  private volatile boolean running;
  private Thread thread = Thread.currentThread();

  AuditThread(AuditSealer sealer) {
    this.sealer = sealer;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().daemon().name("audit-sealer").start(this::work);
  }

  private void work() {
    try {
      for (long round = 0; running; round++) {
        step(round % PAUSES_BETWEEN_PRUNINGS == 0);
        if (ended.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step(boolean prune) {
    // Each by itself: what stops one of them does not stop the others.
    repeat(() -> sealer.writeOut() > 0);
    repeat(() -> sealer.seal() > 0);
    if (prune) {
      repeat(() -> sealer.prune() > 0);
    }
  }

  /** Until nothing is left of it. */
  private void repeat(BooleanSupplier some) {
    try {
      boolean more = true;
      while (running && more) {
        more = some.getAsBoolean();
      }
    } catch (Throwable e) {
      // Not an error either may end the thread: nothing would begin it again.
      log.error("the audit trail cannot be sealed now, trying again", e);
    }
  }

  @Override
  public void stop() {
    running = false;
    ended.release();
    try {
      thread.join(STOP_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
