package io.countinghouse.metering;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.UsagePoints;
import io.countinghouse.workspace.SitesOfWorkspaces;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes the closing readings of an hour, of all workspaces with new usage: in pages of workspaces,
 * a transaction each, a few at once. It takes the same memory however many there are.
 */
@Component
@EnableConfigurationProperties(MeteringSettings.class)
public class ClosingReadings {

  private static final Logger log = LoggerFactory.getLogger(ClosingReadings.class);

  /**
   * So many pages are listed at once, and go by who pays: the more, the fewer agreements a page
   * books on; the fewer, the closer together its workspaces are in the indexes.
   */
  private static final int PAGES_LISTED = 27;

  /** More are listed when fewer are left for each of those who read. */
  private static final int PAGES_AHEAD = 2;

  private final UsagePoints points;
  private final Bindings bindings;
  private final SitesOfWorkspaces sites;
  private final Readings readings;
  private final FailedReadings failures;
  private final MeteringSettings settings;
  private final Outbox outbox;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  ClosingReadings(
      UsagePoints points,
      Bindings bindings,
      SitesOfWorkspaces sites,
      Readings readings,
      FailedReadings failures,
      MeteringSettings settings,
      Outbox outbox,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.points = points;
    this.bindings = bindings;
    this.sites = sites;
    this.readings = readings;
    this.failures = failures;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * The workspaces with new usage, handed out page by page to whoever asks next. Those of one payer
   * come together, so that a page books on few agreements. While few are left, whoever comes next
   * lists more; the others go on with those.
   */
  private final class Pages {

    private final Hour hour;
    private final Deque<List<WorkspaceId>> listed = new ArrayDeque<>();
    private @Nullable WorkspaceId cursor;
    private boolean listing;
    private boolean atEnd;

    Pages(Hour hour) {
      this.hour = hour;
    }

    /**
     * @return empty if nothing is left for the caller; whoever lists goes on to the end
     */
    List<WorkspaceId> next() throws InterruptedException {
      while (listsNow()) {
        list();
      }
      synchronized (this) {
        while (listed.isEmpty() && listing) {
          wait();
        }
        List<WorkspaceId> page = listed.poll();
        return page == null ? List.of() : page;
      }
    }

    private synchronized boolean listsNow() {
      boolean few = listed.size() < PAGES_AHEAD * settings.readingsAtOnce();
      boolean begins = few && !listing && !atEnd;
      listing |= begins;
      return begins;
    }

    private void list() {
      List<WorkspaceId> next = List.of();
      try {
        next = tx.execute(_ -> nextByPayer());
      } finally {
        add(next);
      }
    }

    /** None: there are no more, or they could not be listed. */
    private synchronized void add(List<WorkspaceId> next) {
      atEnd = next.isEmpty();
      listing = false;
      notifyAll();
      int size = settings.workspacesPerReading();
      for (int from = 0; from < next.size(); from += size) {
        listed.add(next.subList(from, Math.min(from + size, next.size())));
      }
    }

    private List<WorkspaceId> nextByPayer() {
      List<WorkspaceId> next =
          points.touchedWorkspaces(cursor, PAGES_LISTED * settings.workspacesPerReading());
      if (next.isEmpty()) {
        return next;
      }
      cursor = next.getLast();
      // Kept for the pages: those of thousands in a row are found in a fraction of the time.
      sites.of(next);
      return bindings.byPayerJustBefore(next, hour.end());
    }
  }

  /**
   * Takes them all.
   *
   * @param hour the hour that closes
   * @throws IllegalStateException if the workspaces could not be listed, or the thread was
   *     interrupted; what was read stays read
   */
  public void of(Hour hour) {
    Pages pages = new Pages(hour);
    List<Callable<Void>> readers = new ArrayList<>();
    for (int i = 0; i < settings.readingsAtOnce(); i++) {
      readers.add(() -> {
        for (List<WorkspaceId> page = pages.next(); !page.isEmpty(); page = pages.next()) {
          close(page, hour);
        }
        return null;
      });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(readers.size())) {
      for (Future<Void> reader : threads.invokeAll(readers)) {
        reader.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while closing " + hour, e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("could not close all readings of " + hour, e.getCause());
    }
    tx.executeWithoutResult(_ -> readings.closed(hour));
    tx.executeWithoutResult(_ -> {
      settleWhatFailed(hour);
      failures.forgetBefore(hour);
    });
  }

  /** What is read at last may be owed by a subscription whose books were closed without it. */
  private void settleWhatFailed(Hour hour) {
    Instant now = clock.now();
    outbox.putAll(
        bindings.payersJustBefore(failures.workspaces(), hour.end()).values().stream()
            .flatMap(payer ->
                payer instanceof Payer.CloudAccount paying
                    ? Stream.of(paying.agreement().value())
                    : Stream.empty())
            .distinct()
            .sorted()
            .map(agreement -> Work.of(Readings.SETTLE_CARRY, agreement, now))
            .toList());
  }

  /**
   * One bad workspace must not hold up the others: half by half it is left alone, its usage stays
   * for the next reading, and an alarm, the log and a metric tell.
   */
  private void close(List<WorkspaceId> page, Hour hour) {
    try {
      tx.executeWithoutResult(_ -> readings.close(page, hour));
    } catch (RuntimeException e) {
      if (page.size() == 1) {
        tx.executeWithoutResult(_ -> failures.note(page.getFirst(), hour, e));
        log.error("the reading of {} for {} failed", page.getFirst(), hour, e);
      } else {
        int middle = page.size() / 2;
        close(page.subList(0, middle), hour);
        close(page.subList(middle, page.size()), hour);
      }
    }
  }
}
