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
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** So many pages are listed at once, and go by who pays. */
  private static final int PAGES_LISTED = 40;

  private final UsagePoints points;
  private final Bindings bindings;
  private final Readings readings;
  private final FailedReadings failures;
  private final MeteringSettings settings;
  private final Outbox outbox;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  ClosingReadings(
      UsagePoints points,
      Bindings bindings,
      Readings readings,
      FailedReadings failures,
      MeteringSettings settings,
      Outbox outbox,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.points = points;
    this.bindings = bindings;
    this.readings = readings;
    this.failures = failures;
    this.settings = settings;
    this.outbox = outbox;
    this.clock = clock;
    this.tx = tx;
  }

  /**
   * The workspaces with new usage, handed out page by page to whoever asks next. Those of one payer
   * come together, so that a page books on few agreements.
   */
  private final class Pages {

    private final Hour hour;
    private final Deque<List<WorkspaceId>> listed = new ArrayDeque<>();
    private @Nullable WorkspaceId cursor;
    private boolean atEnd;

    Pages(Hour hour) {
      this.hour = hour;
    }

    synchronized List<WorkspaceId> next() {
      if (listed.isEmpty() && !atEnd) {
        tx.executeWithoutResult(_ -> list());
      }
      List<WorkspaceId> page = listed.poll();
      return page == null ? List.of() : page;
    }

    private void list() {
      int size = settings.workspacesPerReading();
      List<WorkspaceId> next = points.touchedWorkspaces(cursor, PAGES_LISTED * size);
      if (next.isEmpty()) {
        atEnd = true;
        return;
      }
      cursor = next.getLast();
      Map<Optional<Payer>, List<WorkspaceId>> byPayer = new LinkedHashMap<>();
      for (List<WorkspaceId> part : parts(next, size)) {
        Map<WorkspaceId, Payer> payers = bindings.payersJustBefore(part, hour.end());
        for (WorkspaceId workspace : part) {
          byPayer
              .computeIfAbsent(Optional.ofNullable(payers.get(workspace)), _ -> new ArrayList<>())
              .add(workspace);
        }
      }
      listed.addAll(parts(byPayer.values().stream().flatMap(List::stream).toList(), size));
    }

    private static List<List<WorkspaceId>> parts(List<WorkspaceId> all, int size) {
      List<List<WorkspaceId>> parts = new ArrayList<>();
      for (int from = 0; from < all.size(); from += size) {
        parts.add(all.subList(from, Math.min(from + size, all.size())));
      }
      return parts;
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
