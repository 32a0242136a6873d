package io.countinghouse.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The threads of this node that work the outbox off; they stop before the web server and the
 * database do.
 */
@Component
@ConditionalOnProperty(
    name = "countinghouse.outbox.enabled",
    havingValue = "true",
    matchIfMissing = true)
class OutboxThreads implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(OutboxThreads.class);

  /** How much of the work that waits for others is done at once; waiting costs little. */
  private static final int WAITING_MAX = 32;

  private final OutboxWorker worker;
  private final WorkSignal signal;
  private final OutboxSettings settings;
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore free = new Semaphore(WAITING_MAX);
  private volatile boolean running;

  OutboxThreads(OutboxWorker worker, WorkSignal signal, OutboxSettings settings) {
    this.worker = worker;
    this.signal = signal;
    this.settings = settings;
  }

  @Override
  public void start() {
    running = true;
    for (int i = 0; i < settings.workers(); i++) {
      threads.add(Thread.ofPlatform().name("outbox-" + i).start(() -> work(this::runOne, false)));
    }
    threads.add(Thread.ofPlatform().name("outbox-waiting").start(() -> work(this::startOne, true)));
  }

  /** While it does one, another thread looks whether there is more. */
  private boolean runOne() {
    return worker.startOneOfOurs(work -> {
      signal.raiseAgain(false);
      work.run();
    });
  }

  /** One that waits gets a thread of its own, while there are not too many. */
  private boolean startOne() {
    if (!free.tryAcquire()) {
      return false;
    }
    boolean started = false;
    try {
      started =
          worker.startOneThatWaits(work ->
              Thread.ofVirtual()
                  .name("outbox-waits")
                  .start(() -> {
                    try {
                      work.run();
                    } finally {
                      free.release();
                      signal.raiseAgain(true);
                    }
                  }));
      return started;
    } finally {
      if (!started) {
        free.release();
      }
    }
  }

  private void work(BooleanSupplier one, boolean waits) {
    while (running) {
      try {
        if (!one.getAsBoolean()) {
          signal.await(settings.poll(), waits);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.error("the outbox cannot be read, trying again", e);
        pause(waits);
      }
    }
  }

  private void pause(boolean waits) {
    try {
      signal.await(settings.poll(), waits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    threads.forEach(_ -> signal.raise());
    for (Thread thread : threads) {
      try {
        thread.join(settings.lease().toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    threads.clear();
    awaitThoseThatWait();
  }

  private void awaitThoseThatWait() {
    try {
      if (free.tryAcquire(WAITING_MAX, settings.lease().toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(WAITING_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
