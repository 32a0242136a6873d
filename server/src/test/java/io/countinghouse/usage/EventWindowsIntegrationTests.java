package io.countinghouse.usage;

import static io.countinghouse.usage.UsageEngine.Outcome.COUNTED;
import static io.countinghouse.usage.UsageEngine.Outcome.DUPLICATE;
import static io.countinghouse.usage.UsageEngine.Outcome.ID_REUSED;
import static io.countinghouse.usage.UsageEngine.Outcome.KEPT;
import static io.countinghouse.usage.UsageEngine.Outcome.TAKEN_BACK;
import static io.countinghouse.usage.UsageEngine.Outcome.TOO_OLD;
import static io.countinghouse.usage.UsageEngine.Outcome.VOIDED;
import static io.countinghouse.usage.UsageEngine.Outcome.VOID_WAITING;
import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static io.countinghouse.usage.UsageTestEvents.voiding;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.outbox.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** Dedup across windows: sealed ones answer, dropped ones are of events too old to be sent. */
@JobTest
class EventWindowsIntegrationTests implements BothProducts {

  private static final Instant START = Instant.parse("2026-04-01T00:30:00Z");
  private static final Duration BACK_DATED_MAX = Duration.ofDays(35);

  @Autowired private UsageEngine engine;
  @Autowired private WindowKeeper keeper;
  @Autowired private Outbox outbox;
  @Autowired private OutboxWorker worker;
  @Autowired private UnknownWorkspaceUsage unknown;
  @Autowired private EventWindows windows;
  @Autowired private SealedKeys sealedKeys;
  @Autowired private EventTable events;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void startWithOneWindow() {
    // Another class may have had a database with windows of the same numbers.
    sealedKeys.learn(List.of());
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
    // Hours that nobody looks at here need not be closed while months pass.
    jdbc.sql("DELETE FROM outbox.work WHERE kind IN ('usage.keep-windows', 'metering.close-hour')")
        .update();
    tx.executeWithoutResult(_ -> {
      List<EventWindows.Window> all = windows.close();
      all.subList(0, all.size() - 1).forEach(windows::drop);
      windows.setOpened(all.getLast(), START);
    });
    clock.set(START);
    look(Duration.ZERO);
  }

  private void look(Duration later) {
    clock.advance(later);
    keeper.run(new DefaultApplicationArguments());
    worker.runAll();
  }

  private List<Integer> numbers() {
    return jdbc.sql("SELECT no FROM usage.event_window ORDER BY no")
        .query((rs, _) -> rs.getInt("no"))
        .list();
  }

  private List<UsageEngine.Outcome> take(ReportedEvent... events) {
    return engine.take(List.of(events), clock.now().minus(BACK_DATED_MAX), clock.now());
  }

  @Test
  void aWindowIsSealedWhenItIsOldAndDroppedWhenNothingInItCanBeSentAgain() {
    int open = numbers().getLast();
    look(Duration.ofDays(14));
    assertThat(numbers()).endsWith(open, open + 1);
    look(Duration.ofDays(14));
    look(Duration.ofDays(14));
    assertThat(numbers()).containsExactly(open, open + 1, open + 2, open + 3);
    look(Duration.ofDays(7));
    assertThat(numbers()).contains(open);
    look(Duration.ofDays(1));
    assertThat(numbers()).containsExactly(open + 1, open + 2, open + 3);
    assertThat(
            jdbc.sql("SELECT to_regclass('usage.event_%d') IS NULL".formatted(open))
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void aWindowIsSealedWhenItIsLarge() {
    int open = numbers().getLast();
    List<ReportedEvent> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(event("large-" + i, OREGON, Item.LOG, "1", clock.now()));
    }
    take(many.toArray(ReportedEvent[]::new));
    lookAtWindowsOf("1MB");
    assertThat(numbers()).as("its rows take less").containsExactly(open);
    lookAtWindowsOf("64KB");
    assertThat(numbers()).containsExactly(open, open + 1);
    assertThat(take(many.getFirst(), event("2", OREGON, Item.LOG, "3", clock.now())))
        .containsExactly(DUPLICATE, COUNTED);
    lookAtWindowsOf("1KB");
    assertThat(numbers()).as("it has less than a part of the others").hasSize(2);
  }

  private void lookAtWindowsOf(String sizeMin) {
    UsageSettings settings =
        new Binder(
                new MapConfigurationPropertySource(
                    Map.of("countinghouse.usage.window-size-min", sizeMin)))
            .bindOrCreate("countinghouse.usage", UsageSettings.class);
    new WindowKeeper(windows, outbox, settings, tx, clock)
        .handle(Work.of(WindowKeeper.KIND, "all", clock.now()));
  }

  @Test
  void aSealedWindowKnowsItsEvents() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", clock.now());
    take(event);
    look(Duration.ofDays(14));
    look(Duration.ofDays(14));
    assertThat(take(event, event("2", OREGON, Item.LOG, "3", clock.now())))
        .containsExactly(DUPLICATE, COUNTED);
    assertThat(take(event("1", OREGON, Item.LOG, "2", clock.now()))).containsExactly(ID_REUSED);
    assertThat(take(event, voiding("v", "1", clock.now()))).containsExactly(DUPLICATE, VOIDED);
    assertThat(UsageTestEvents.points(jdbc)).hasSize(2).anyMatch(it -> it.endsWith(" 0"));
  }

  @Test
  void whatASealedWindowDoesNotHoldIsKnownWithoutLookingItUp() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", clock.now());
    take(event);
    look(Duration.ofDays(14));
    EventWindows.Entered entered = tx.execute(_ -> windows.enter(List.of("/test")));
    assertThat(sealedKeys.mayHold(entered, List.of(new UsageEvent.Key("/test", "never"))))
        .isNotEmpty();
    sealedKeys.learn(entered.sealed());
    assertThat(sealedKeys.mayHold(entered, List.of(event.key())))
        .extracting(EventTable.Place::window)
        .isEqualTo(entered.sealed());
    assertThat(sealedKeys.mayHold(entered, List.of(new UsageEvent.Key("/test", "never"))))
        .isEmpty();
    assertThat(take(event, event("2", OREGON, Item.LOG, "3", clock.now())))
        .containsExactly(DUPLICATE, COUNTED);
  }

  @Test
  void beyondTheMemoryAllIsLookedUp() {
    take(event("1", OREGON, Item.LOG, "2", clock.now()));
    look(Duration.ofDays(14));
    EventWindows.Entered entered = tx.execute(_ -> windows.enter(List.of("/test")));
    SealedKeys few = new SealedKeys(events, DataSize.ofBytes(1), tx);
    few.learn(entered.sealed());
    assertThat(few.mayHold(entered, List.of(new UsageEvent.Key("/test", "never")))).isNotEmpty();
  }

  @Test
  void anEventIsForgottenOnlyWhenItIsTooOldToCountAgain() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", clock.now());
    take(event);
    List<String> points = UsageTestEvents.points(jdbc);
    for (int day = 1; day <= 60; day++) {
      look(Duration.ofDays(1));
      assertThat(take(event).getFirst()).isIn(DUPLICATE, TOO_OLD);
    }
    assertThat(take(event)).containsExactly(TOO_OLD);
    assertThat(UsageTestEvents.points(jdbc)).isEqualTo(points);
  }

  @Test
  void aVoidWaitsForItsEventAcrossWindows() {
    UsageEvent event = event("1", OREGON, Item.NETWORK, "2", clock.now());
    assertThat(take(voiding("v", "1", clock.now()))).containsExactly(VOID_WAITING);
    look(Duration.ofDays(14));
    assertThat(take(voiding("w", "1", clock.now()))).containsExactly(VOID_WAITING);
    look(Duration.ofDays(14));
    assertThat(take(event)).containsExactly(TAKEN_BACK);
    assertThat(take(event)).containsExactly(DUPLICATE);
    assertThat(take(voiding("x", "1", clock.now()))).containsExactly(VOIDED);
    assertThat(UsageTestEvents.points(jdbc)).isEmpty();
  }

  @Test
  void whatWasFilledInOutlivesTheWindowOfItsVoid() {
    take(voiding("v", "1", clock.now()));
    look(Duration.ofDays(14));
    look(Duration.ofDays(14));
    UsageEvent event = event("1", OREGON, Item.LOG, "2", clock.now());
    assertThat(take(event)).containsExactly(TAKEN_BACK);
    look(Duration.ofDays(14));
    look(Duration.ofDays(8));
    assertThat(take(event)).as("its void's window is gone").containsExactly(DUPLICATE);
    assertThat(UsageTestEvents.points(jdbc)).isEmpty();
  }

  @Test
  void usageOfAnUnknownWorkspaceOutlivesItsWindow() {
    assertThat(take(event("1", new WorkspaceId("wksp_nobody"), Item.LOG, "2", clock.now())))
        .containsExactly(KEPT);
    for (int i = 0; i < 5; i++) {
      look(Duration.ofDays(14));
    }
    assertThat(jdbc.sql("SELECT count(*) FROM usage.event").query(Long.class).single()).isZero();
    assertThat(unknown.before(Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(unknown.count()).isEqualTo(1);
  }

  @Test
  void afterAnOutageOneLookMakesUpForAll() {
    int open = numbers().getLast();
    look(Duration.ofDays(300));
    assertThat(numbers()).containsExactly(open, open + 1);
    look(Duration.ofDays(36));
    assertThat(numbers()).containsExactly(open + 1, open + 2);
  }
}
