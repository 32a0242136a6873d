package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.usage.UsageEngine.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupingEngineTests {

  private static final Instant NOW = Instant.parse("2026-04-30T18:30:00Z");

  private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch go = new CountDownLatch(1);
  private final GroupingEngine engine =
      new GroupingEngine(this::store, UsageTestEvents.settings(1000, 4));

  /**
   * Stores nothing; is busy with its first calls until told, and fails on an event named "bad" or,
   * alone, "large".
   */
  private List<Outcome> store(
      List<? extends ReportedEvent> events, Instant oldest, Instant receivedAt) {
    sizes.add(events.size());
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (events.stream().anyMatch(it -> it.key().id().equals("bad"))) {
      throw new IllegalArgumentException("bad");
    }
    if (events.size() == 1 && events.getFirst().key().id().equals("large")) {
      throw new OutOfMemoryError("as it were");
    }
    return events.stream()
        .map(it -> it.key().id().startsWith("old") ? Outcome.DUPLICATE : Outcome.COUNTED)
        .toList();
  }

  private List<Outcome> take(String... ids) {
    List<ReportedEvent> events = new ArrayList<>();
    for (String id : ids) {
      events.add(event(id, OREGON, Item.LOG, "1", NOW));
    }
    return engine.take(events, Instant.MIN, NOW);
  }

  @Test
  @Timeout(60)
  void callsThatWaitAreStoredTogetherAndEachGetsItsOwnOutcomes() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<List<Outcome>> first = busyWith(threads, "1");
      Future<List<Outcome>> second = busyWith(threads, "old");
      List<Future<List<Outcome>>> others =
          List.of(threads.submit(() -> take("2", "old")), threads.submit(() -> take("old", "3")));
      waitForOthers(2);
      go.countDown();
      assertThat(first.get()).containsExactly(Outcome.COUNTED);
      assertThat(second.get()).containsExactly(Outcome.DUPLICATE);
      assertThat(others.get(0).get()).containsExactly(Outcome.COUNTED, Outcome.DUPLICATE);
      assertThat(others.get(1).get()).containsExactly(Outcome.DUPLICATE, Outcome.COUNTED);
    }
    assertThat(sizes).containsExactly(1, 1, 4);
  }

  @Test
  @Timeout(60)
  void aCallThatFailsTakesNoOtherAlong() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<List<Outcome>> first = busyWith(threads, "1");
      Future<List<Outcome>> second = busyWith(threads, "2");
      Future<List<Outcome>> bad = threads.submit(() -> take("bad"));
      Future<List<Outcome>> good = threads.submit(() -> take("3"));
      waitForOthers(2);
      go.countDown();
      assertThat(first.get()).hasSize(1);
      assertThat(second.get()).hasSize(1);
      assertThat(good.get()).containsExactly(Outcome.COUNTED);
      assertThat(bad).failsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  @Timeout(60)
  void anErrorOfOneCallLeavesNoOtherWaiting() throws Exception {
    // Not closed: that would wait for calls that are left out.
    ExecutorService threads = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());
    Future<List<Outcome>> first = busyWith(threads, "1");
    Future<List<Outcome>> second = busyWith(threads, "2");
    List<Future<List<Outcome>>> others = new ArrayList<>();
    for (String id : List.of("bad", "large", "3")) {
      others.add(threads.submit(() -> take(id)));
      waitForOthers(others.size());
    }
    go.countDown();
    assertThat(first).succeedsWithin(Duration.ofSeconds(10));
    assertThat(second).succeedsWithin(Duration.ofSeconds(10));
    assertThat(others.get(0)).failsWithin(Duration.ofSeconds(10));
    assertThat(others.get(1))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(others.get(2)).succeedsWithin(Duration.ofSeconds(10));
    threads.shutdownNow();
  }

  @Test
  @Timeout(60)
  void whatIsTooMuchToWaitIsNotTakenAndNothingOfItStored() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<List<Outcome>>> taken = new ArrayList<>();
      taken.add(busyWith(threads, "1"));
      taken.add(busyWith(threads, "2"));
      taken.add(threads.submit(() -> take("3", "4", "5")));
      waitForOthers(1);
      assertThatThrownBy(() -> take("6", "7")).isInstanceOf(TooMuchWaitsException.class);
      assertThat(engine.full()).isFalse();
      taken.add(threads.submit(() -> take("8")));
      waitForOthers(2);
      assertThat(engine.full()).isTrue();
      assertThatThrownBy(() -> take("9")).isInstanceOf(TooMuchWaitsException.class);
      go.countDown();
      for (Future<List<Outcome>> each : taken) {
        assertThat(each.get()).isNotEmpty();
      }
      assertThat(engine.waitingEvents()).isZero();
      assertThat(take("6", "7")).hasSize(2);
    }
    assertThat(sizes).containsExactly(1, 1, 4, 2);
  }

  @Test
  @Timeout(60)
  void aCallThatWaitsAloneMayBeOfAnySize() {
    go.countDown();
    assertThat(take("1", "2", "3", "4", "5")).hasSize(5);
  }

  /** Takes alone: two that come at the same moment may be stored by the first of them. */
  private Future<List<Outcome>> busyWith(ExecutorService threads, String id) {
    int before = sizes.size();
    Future<List<Outcome>> taken = threads.submit(() -> take(id));
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> sizes.size() == before + 1);
    return taken;
  }

  private void waitForOthers(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> engine.waiting() == count);
  }
}
