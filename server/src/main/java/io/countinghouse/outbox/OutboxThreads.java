package io.countinghouse.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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

  /** How much of a kind that waits for others is done at once; waiting costs little. */
  private static final int WAITING_MAX = 32;

  private final OutboxWorker worker;
  private final WorkSignal signal;
  private final OutboxSettings settings;
  private final List<Thread> threads = new ArrayList<>();

  /** For each kind that waits for others, how much more of it may begin. */
  private final Map<String, Semaphore> free;

  private volatile boolean running;

  OutboxThreads(OutboxWorker worker, WorkSignal signal, OutboxSettings settings) {
    this.worker = worker;
    this.signal = signal;
    this.settings = settings;
    this.free =
        worker.waiting().stream()
            .collect(Collectors.toMap(kind -> kind, _ -> new Semaphore(WAITING_MAX)));
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

  /**
   * One that waits gets a thread of its own, while there are not too many of its kind. Only one
   * thread comes here, so what it finds free stays free.
   */
  private boolean startOne() {
    Set<String> kinds =
        free.entrySet().stream()
            .filter(it -> it.getValue().availablePermits() > 0)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return worker.startOneOf(
        kinds, (kind, work) -> start(work, Objects.requireNonNull(free.get(kind))));
  }

  private void start(Runnable work, Semaphore ofItsKind) {
    ofItsKind.acquireUninterruptibly();
    Thread.ofVirtual()
        .name("outbox-waits")
        .start(() -> {
          try {
            work.run();
          } finally {
            ofItsKind.release();
            signal.raiseAgain(true);
          }
        });
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
      } catch (Throwable e) {
        // Not an error either may end a thread: nothing would begin it again.
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
    long until = System.nanoTime() + settings.lease().toNanos();
    try {
      for (Semaphore each : free.values()) {
        if (each.tryAcquire(WAITING_MAX, until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          each.release(WAITING_MAX);
        }
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
