package io.countinghouse.usage;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.usage.EventWindows.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataAccessException;
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

  /** After it has waited for others, it tries again. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Duration SAID_EVERY = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(WindowKeeper.class);

  private final EventWindows windows;
  private final Outbox outbox;
  private final UsageSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;
  private volatile Instant saidAt = Instant.EPOCH;

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
    Instant now = clock.now();
    // In transactions of their own: the next window opens also while an old one cannot be dropped.
    // What could not be opened is waited for: writers are not kept out a second time.
    boolean done = isDone(() -> openNext(now), now) && isDone(() -> dropOld(now), now);
    return new Outcome.Again(done ? nextLook(now) : now.plus(PAUSE));
  }

  /** Whether a step was done; writers wait meanwhile, so it waits for nobody for long. */
  private boolean isDone(Runnable step, Instant now) {
    try {
      tx.executeWithoutResult(_ -> step.run());
      return true;
    } catch (DataAccessException e) {
      if (!EventWindows.isWaiting(e)) {
        throw e;
      }
      if (!saidAt.plus(SAID_EVERY).isAfter(now)) {
        saidAt = now;
        log.warn(
            "the windows of usage.event cannot be changed while another session holds it, such as a"
                + " backup; tried again every minute: {}",
            e.getMostSpecificCause().getMessage());
      }
      return false;
    }
  }

  private void openNext(Instant now) {
    // Writers are kept out only if there is something to do.
    if (!isOpenDue(windows.all(), now)) {
      return;
    }
    List<Window> all = windows.close();
    Window open = all.getLast();
    if (open.openedAt().isEmpty()) {
      windows.setOpened(open, now);
    } else if (isFull(all, now)) {
      windows.rotate(open, now);
      log.info("window {} is sealed and the next one open", open.no());
    }
  }

  private boolean isOpenDue(List<Window> all, Instant now) {
    return all.getLast().openedAt().isEmpty() || isFull(all, now);
  }

  private void dropOld(Instant now) {
    if (windows.all().stream().anyMatch(it -> isOver(it, now))) {
      windows.close().stream()
          .filter(it -> isOver(it, now))
          .forEach(sealed -> {
            windows.drop(sealed);
            log.info("window {} is dropped: its events are too old to be sent again", sealed.no());
          });
    }
  }

  private Instant nextLook(Instant now) {
    Instant look = now.plus(settings.windowLook());
    return firstDropAt().filter(it -> it.isBefore(look)).orElse(look);
  }

  private Optional<Instant> firstDropAt() {
    return Objects.requireNonNull(tx.execute(_ -> windows.oldestSealedAt()))
        .map(sealed -> sealed.plus(settings.dedupWindow()));
  }

  /** For how many seconds a window should be gone that is not; 0 if there is none. */
  long overdueSeconds() {
    return firstDropAt()
        .map(due -> Math.max(0, Duration.between(due, clock.now()).toSeconds()))
        .orElse(0L);
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
