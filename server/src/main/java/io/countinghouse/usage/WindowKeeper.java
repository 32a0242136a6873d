package io.countinghouse.usage;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Opens the next window when the open one is old or large enough and drops sealed ones whose newest
 * event is too old to be sent again. After an outage one look makes up for all that were missed.
 */
@Component
class WindowKeeper implements WorkHandler, ApplicationRunner {

  static final String KIND = "usage.keep-windows";

  /**
   * An open window that has this part of all that the sealed ones have is large: so there are some
   * dozens of them, however much is held.
   */
  private static final int LARGE_PART = 16;

  private static final Logger log = LoggerFactory.getLogger(WindowKeeper.class);

  private final EventWindows windows;
  private final Outbox outbox;
  private final UsageSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  WindowKeeper(
      EventWindows windows,
      Outbox outbox,
      UsageSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.windows = windows;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments args) {
    outbox.begin(Work.of(KIND, "all", clock.now()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Outcome handle(Work work) {
    Instant nextLook = tx.execute(_ -> look(clock.now()));
    return new Outcome.Again(nextLook);
  }

  /** Does what is due and says when something will be due next. */
  private Instant look(Instant now) {
    List<EventWindows.Window> all = windows.close();
    EventWindows.Window open = all.getLast();
    List<EventWindows.Window> sealedOnes = all.subList(0, all.size() - 1);
    keepOpen(open, sealedOnes.stream().mapToLong(EventWindows.Window::bytes).sum(), now);
    Instant next = now.plus(settings.windowLook());
    for (EventWindows.Window sealed : sealedOnes) {
      Instant end = sealed.sealedAt().orElseThrow().plus(settings.dedupWindow());
      if (end.isAfter(now)) {
        next = end.isBefore(next) ? end : next;
      } else {
        windows.drop(sealed);
        log.info("window {} is dropped: its events are too old to be sent again", sealed.no());
      }
    }
    return next;
  }

  private void keepOpen(EventWindows.Window open, long sealedBytes, Instant now) {
    if (open.openedAt().isEmpty()) {
      windows.setOpened(open, now);
      return;
    }
    boolean old = !open.openedAt().get().plus(settings.windowLength()).isAfter(now);
    long large = Math.max(settings.windowSizeMin().toBytes(), sealedBytes / LARGE_PART);
    if (old || open.bytes() >= large) {
      windows.rotate(open, now);
      log.info("window {} is sealed and the next one open", open.no());
    }
  }
}
