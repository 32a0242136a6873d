package io.countinghouse.usage;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.usage.EventWindows.Window;
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
    // Writers are kept out only if there is something to do.
    if (isAnythingDue(windows.all(), now)) {
      doWhatIsDue(windows.close(), now);
    }
    return windows.all().stream()
        .flatMap(it -> it.sealedAt().stream())
        .map(sealed -> sealed.plus(settings.dedupWindow()))
        .reduce(now.plus(settings.windowLook()), (a, b) -> a.isBefore(b) ? a : b);
  }

  private boolean isAnythingDue(List<Window> all, Instant now) {
    return all.getLast().openedAt().isEmpty()
        || isFull(all, now)
        || all.stream().anyMatch(it -> isOver(it, now));
  }

  private void doWhatIsDue(List<Window> all, Instant now) {
    Window open = all.getLast();
    if (open.openedAt().isEmpty()) {
      windows.setOpened(open, now);
    } else if (isFull(all, now)) {
      windows.rotate(open, now);
      log.info("window {} is sealed and the next one open", open.no());
    }
    for (Window sealed : all) {
      if (isOver(sealed, now)) {
        windows.drop(sealed);
        log.info("window {} is dropped: its events are too old to be sent again", sealed.no());
      }
    }
  }

  /** Whether the open window is old, or large beside all the others. */
  private boolean isFull(List<Window> all, Instant now) {
    Window open = all.getLast();
    long others = all.stream().mapToLong(Window::bytes).sum() - open.bytes();
    long large = Math.max(settings.windowSizeMin().toBytes(), others / LARGE_PART);
    return open.bytes() >= large
        || open.openedAt().filter(it -> !it.plus(settings.windowLength()).isAfter(now)).isPresent();
  }

  private boolean isOver(Window window, Instant now) {
    return window
        .sealedAt()
        .filter(sealed -> !sealed.plus(settings.dedupWindow()).isAfter(now))
        .isPresent();
  }
}
