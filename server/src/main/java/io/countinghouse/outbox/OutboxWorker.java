package io.countinghouse.outbox;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.WorkHandler.Outcome;
import io.countinghouse.outbox.WorkTable.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Does one row of due work at a time: claim, handle outside any transaction, settle. */
@Component
public class OutboxWorker {

  private static final Logger log = LoggerFactory.getLogger(OutboxWorker.class);
  private static final int ERROR_LENGTH_MAX = 500;

  private final WorkTable table;
  private final TransactionTemplate tx;
  private final BusinessClock clock;
  private final OutboxSettings settings;
  private final RandomGenerator chance;
  private final Map<String, WorkHandler> handlers;
  private final Set<String> waiting;
  private final ScheduledExecutorService leases =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("outbox-leases").factory());

  OutboxWorker(
      WorkTable table,
      TransactionTemplate tx,
      BusinessClock clock,
      OutboxSettings settings,
      RandomGenerator chance,
      List<WorkHandler> handlers) {
    this.table = table;
    this.tx = tx;
    this.clock = clock;
    this.settings = settings;
    this.chance = chance;
    this.handlers =
        handlers.stream().collect(Collectors.toMap(WorkHandler::kind, Function.identity()));
    this.waiting =
        handlers.stream()
            .filter(WorkHandler::waitsForOthers)
            .map(WorkHandler::kind)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Does the next due row, if there is one; a failure of its handler is stored, not thrown. */
  public boolean runOne() {
    return run(Set.of(), false, (_, work) -> work.run());
  }

  /** Has the next due row of the work that waits for nobody outside done by an executor. */
  boolean startOneOfOurs(Executor executor) {
    return run(waiting, false, (_, work) -> executor.execute(work));
  }

  /** The kinds of work that wait for others. */
  Set<String> waiting() {
    return waiting;
  }

  /**
   * Has the next due row of some kinds done.
   *
   * @param starting given its kind and what does it
   */
  boolean startOneOf(Set<String> kinds, BiConsumer<String, Runnable> starting) {
    return !kinds.isEmpty() && run(kinds, true, starting);
  }

  private boolean run(Set<String> kinds, boolean only, BiConsumer<String, Runnable> starting) {
    List<Claimed> claimed =
        tx.execute(_ -> table.claim(clock.now(), settings.lease(), 1, kinds, only));
    claimed.forEach(row -> starting.accept(row.work().kind(), () -> handle(row)));
    return !claimed.isEmpty();
  }

  /** Does due rows until none is left that this node may take; for tests and for a driven clock. */
  public void runAll() {
    boolean more = true;
    while (more) {
      more = runOne();
    }
  }

  private void handle(Claimed row) {
    WorkHandler handler = handlers.get(row.work().kind());
    if (handler == null) {
      settle(row, new Outcome.Park("no handler for work of kind " + row.work().kind()));
      return;
    }
    ScheduledFuture<?> renewal = renewing(row);
    try {
      settle(row, handler.handle(row.work()));
    } catch (Throwable e) {
      // An error of one handler, even of memory, must not end the thread that serves all of them.
      failed(row, handler, e);
    } finally {
      renewal.cancel(false);
    }
  }

  private void settle(Claimed row, Outcome outcome) {
    tx.executeWithoutResult(_ -> {
      switch (outcome) {
        case Outcome.Done() -> table.done(row);
        case Outcome.DoneWith(Runnable lastStep) -> {
          if (table.done(row)) {
            lastStep.run();
          }
        }
        case Outcome.Again(Instant dueAt) -> table.again(row, dueAt);
        case Outcome.Park(String reason) -> {
          log.error("work {} {} is parked: {}", row.work().kind(), row.work().key(), reason);
          table.park(row, reason);
        }
      }
    });
  }

  private void failed(Claimed row, WorkHandler handler, Throwable e) {
    String error = shortened(e.toString());
    if (row.attempts() >= handler.attemptsMax()) {
      log.error("work {} {} failed for good", row.work().kind(), row.work().key(), e);
      tx.executeWithoutResult(_ -> table.park(row, error));
      return;
    }
    Instant retryAt = clock.now().plus(pauseAfter(row.attempts()));
    log.warn(
        "work {} {} failed, attempt {}, again at {}",
        row.work().kind(),
        row.work().key(),
        row.attempts(),
        retryAt,
        e);
    tx.executeWithoutResult(_ -> table.failed(row, retryAt, error));
  }

  /**
   * Doubles with every attempt up to the longest pause; up to a tenth is added so that rows spread.
   */
  private Duration pauseAfter(int attempts) {
    long first = settings.retryFirst().toMillis();
    long doubled = first << Math.min(attempts - 1, 20);
    long pause = Math.min(doubled, settings.retryMax().toMillis());
    return Duration.ofMillis(pause + chance.nextLong(pause / 10 + 1));
  }

  private ScheduledFuture<?> renewing(Claimed row) {
    long pause = settings.lease().toMillis() / 3;
    return leases.scheduleAtFixedRate(
        () -> {
          try {
            tx.executeWithoutResult(_ -> table.renew(row, settings.lease()));
          } catch (Throwable e) {
            // What is thrown here would end the renewals.
            log.warn("the lease of work {} was not renewed", row.id(), e);
          }
        },
        pause,
        pause,
        TimeUnit.MILLISECONDS);
  }

  private static String shortened(String text) {
    return text.length() <= ERROR_LENGTH_MAX ? text : text.substring(0, ERROR_LENGTH_MAX);
  }
}
