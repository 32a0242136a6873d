package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.CHINA;
import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@JobTest
class UsageConcurrencyIntegrationTests implements BothProducts {

  private static final Instant NOW = Instant.parse("2026-04-30T18:30:00Z");
  private static final int EVENTS = 400;
  private static final int THREADS = 6;
  private static final int BATCH = 50;

  @Autowired private UsageEngine engine;
  @Autowired private UsagePoints points;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void startEmpty() {
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
  }

  /** Two workspaces, several days and hours, sums and gauges. */
  private static List<UsageEvent> events() {
    List<UsageEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      Item item = i % 4 == 0 ? Item.NETWORK : Item.LOG;
      Instant usedAt = NOW.minusSeconds(1800L * (i % 60));
      events.add(
          event("e" + i, i % 2 == 0 ? CHINA : OREGON, item, Integer.toString(i + 1), usedAt));
    }
    return events;
  }

  @Test
  void manyWritersOfOverlappingBatchesCountEachEventOnce() throws Exception {
    engine.take(events(), Instant.MIN, NOW);
    List<String> expected = UsageTestEvents.points(jdbc);
    UsageTestEvents.forgetUsage(jdbc);
    Map<String, Integer> counted = new ConcurrentHashMap<>();
    runAll(Collections.nCopies(THREADS, null).stream().map(_ -> sender(counted)).toList());
    assertThat(UsageTestEvents.points(jdbc)).isEqualTo(expected);
    assertThat(counted).hasSize(EVENTS).allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
  }

  /** Sends all events, shuffled in its own way, batch by batch. */
  private Callable<Void> sender(Map<String, Integer> counted) {
    List<UsageEvent> shuffled = events();
    Collections.shuffle(shuffled, new Random(System.identityHashCode(shuffled)));
    return () -> {
      for (int from = 0; from < EVENTS; from += BATCH) {
        List<UsageEvent> batch = shuffled.subList(from, from + BATCH);
        List<UsageEngine.Outcome> outcomes = engine.take(batch, Instant.MIN, NOW);
        for (int i = 0; i < BATCH; i++) {
          assertThat(outcomes.get(i))
              .isIn(UsageEngine.Outcome.COUNTED, UsageEngine.Outcome.DUPLICATE);
          if (outcomes.get(i) == UsageEngine.Outcome.COUNTED) {
            counted.merge(batch.get(i).key().id(), 1, Integer::sum);
          }
        }
      }
      return null;
    };
  }

  @Test
  void readingsBetweenWritersSettleNoDayBeforeItIsCounted() throws Exception {
    AtomicBoolean writing = new AtomicBoolean(true);
    Map<TouchedDay, BigDecimal> settledAt = new ConcurrentHashMap<>();
    Callable<Void> reader =
        () -> {
          boolean last;
          do {
            last = !writing.get();
            read(settledAt);
          } while (!last);
          return null;
        };
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      List<Future<Void>> reading = List.of(readers.submit(reader), readers.submit(reader));
      try {
        Map<String, Integer> counted = new ConcurrentHashMap<>();
        runAll(List.of(sender(counted), sender(counted), sender(counted)));
      } finally {
        writing.set(false);
      }
      for (Future<Void> each : reading) {
        each.get();
      }
    }
    assertThat(UsageTestEvents.touchedDays(jdbc)).isEmpty();
    assertThat(settledAt)
        .as("what the last reading of each day saw is all there is")
        .isEqualTo(sums())
        .isNotEmpty();
  }

  private void read(Map<TouchedDay, BigDecimal> settledAt) {
    tx.executeWithoutResult(_ -> {
      List<WorkspaceId> touched = points.touchedWorkspaces(null, 10);
      UsagePoints.LockedDays locked = points.lockTouchedDays(touched);
      // Days are locked, so no other reading of them writes here at once.
      for (TouchedDay day : locked.days()) {
        settledAt.put(day, sum(points.dayTotals(List.of(day), Instant.MAX).totals()));
      }
      points.settle(locked, Set.of());
      assertThat(locked.days())
          .allSatisfy(day ->
              assertThat(points.touchedDays(day.workspace(), day.day(), day.day())).isEmpty());
    });
  }

  private static BigDecimal sum(List<DayTotal> totals) {
    return totals.stream()
        .filter(total -> total.item() == Item.LOG)
        .map(DayTotal::quantity)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private Map<TouchedDay, BigDecimal> sums() {
    Map<TouchedDay, BigDecimal> sums = new ConcurrentHashMap<>();
    jdbc.sql(
            """
            SELECT workspace_id, day, coalesce(sum(quantity) FILTER (WHERE item = 'log'), 0) AS total
              FROM usage.hour_point GROUP BY workspace_id, day\
            """)
        .query(rs -> {
          sums.put(
              new TouchedDay(
                  new WorkspaceId(rs.getString("workspace_id")),
                  rs.getObject("day", LocalDate.class)),
              rs.getBigDecimal("total"));
        });
    return sums;
  }

  private static void runAll(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }
}
