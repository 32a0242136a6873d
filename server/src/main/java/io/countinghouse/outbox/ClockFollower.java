package io.countinghouse.outbox;

import io.countinghouse.kernel.DrivenClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps this server's business time at the simulator's, and tells the simulator how far the work
 * due by then is done, so that an advance of its clock waits for it.
 */
class ClockFollower implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ClockFollower.class);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration PAUSE_BETWEEN_LOOKS = Duration.ofMillis(10);

  private final SimulatorClock simulator;
  private final DrivenClock clock;
  private final WorkTable table;
  private final WorkSignal signal;
  private final TransactionTemplate tx;
  private volatile boolean running;
  private Thread thread = Thread.currentThread();

  ClockFollower(
      SimulatorClock simulator,
      DrivenClock clock,
      WorkTable table,
      WorkSignal signal,
      TransactionTemplate tx) {
    this.simulator = simulator;
    this.clock = clock;
    this.table = table;
    this.signal = signal;
    this.tx = tx;
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().daemon().name("clock-follower").start(this::follow);
  }

  private void follow() {
    long generation = -1;
    boolean advancing = false;
    Instant raisedAt = Instant.MIN;
    while (running) {
      try {
        Instant reached = clock.now();
        Optional<Instant> nextDue = nextDue();
        if (advancing && nextDue.isPresent() && !nextDue.get().isAfter(reached)) {
          if (!reached.equals(raisedAt)) {
            signal.raise();
            raisedAt = reached;
          }
          Thread.sleep(PAUSE_BETWEEN_LOOKS);
          continue;
        }
        SimulatorClock.Reading reading = simulator.report(generation, reached, nextDue);
        clock.set(reading.time(), !reading.advancing());
        advancing = reading.advancing();
        generation = reading.generation();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        log.warn("the simulator's clock cannot be followed just now: {}", e.toString());
        pause();
      }
    }
  }

  /**
   * In whole milliseconds, rounded up: the simulator's clock stands at no finer times, and must not
   * stand before.
   */
  private Optional<Instant> nextDue() {
    return tx.execute(_ -> table.nextDue()).map(ClockFollower::roundedUp);
  }

  private static Instant roundedUp(Instant due) {
    Instant millis = due.truncatedTo(ChronoUnit.MILLIS);
    return millis.equals(due) ? millis : millis.plusMillis(1);
  }

  private void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    running = false;
    thread.interrupt();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
