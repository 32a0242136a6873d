package io.countinghouse.outbox;

import java.util.ArrayList;
import java.util.List;
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

  private final OutboxWorker worker;
  private final WorkSignal signal;
  private final OutboxSettings settings;
  private final List<Thread> threads = new ArrayList<>();
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
      threads.add(Thread.ofPlatform().name("outbox-" + i).start(this::work));
    }
  }

  private void work() {
    while (running) {
      try {
        if (worker.runOne()) {
          signal.raise();
        } else {
          signal.await(settings.poll());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        log.error("the outbox cannot be read, trying again", e);
        pause();
      }
    }
  }

  private void pause() {
    try {
      signal.await(settings.poll());
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
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
