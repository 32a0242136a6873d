package io.countinghouse.usage;

import static io.countinghouse.usage.UsageEngine.Outcome.COUNTED;
import static io.countinghouse.usage.UsageEngine.Outcome.DUPLICATE;
import static io.countinghouse.usage.UsageEngine.Outcome.ID_REUSED;
import static io.countinghouse.usage.UsageEngine.Outcome.KEPT;
import static io.countinghouse.usage.UsageEngine.Outcome.TAKEN_BACK;
import static io.countinghouse.usage.UsageEngine.Outcome.TOO_OLD;
import static io.countinghouse.usage.UsageEngine.Outcome.VOIDED;
import static io.countinghouse.usage.UsageEngine.Outcome.VOID_TOO_OLD;
import static io.countinghouse.usage.UsageEngine.Outcome.VOID_WAITING;
import static io.countinghouse.usage.UsageTestEvents.CHINA;
import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static io.countinghouse.usage.UsageTestEvents.voiding;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every engine holds to, whatever it keeps its events in. It starts empty and knows {@link
 * UsageTestEvents#CHINA} and {@link UsageTestEvents#OREGON}.
 */
abstract class UsageEngineContract {

  static final Instant NOW = Instant.parse("2026-04-30T18:30:00Z");
  static final Instant USED = Instant.parse("2026-04-30T15:59:59.999999Z");

  abstract UsageEngine engine();

  /** See {@link UsageTestEvents#points}. */
  abstract List<String> points();

  /** See {@link UsageTestEvents#touchedDays}. */
  abstract List<String> touchedDays();

  /** As a reading does that counts all days to their end. */
  abstract void settleAll();

  /**
   * What is kept of unknown workspaces: source, id, workspace, item, retention, measure, quantity.
   */
  abstract List<String> kept();

  final List<UsageEngine.Outcome> take(ReportedEvent... events) {
    return engine().take(List.of(events), Instant.MIN, NOW);
  }

  @Test
  void sumItemsAddUpWithinAnHourAndMaxItemsKeepTheHighest() {
    take(
        event("1", OREGON, Item.LOG, "2", USED),
        event("2", OREGON, Item.LOG, "0.5", USED),
        event("3", OREGON, Item.NETWORK, "7", USED),
        event("4", OREGON, Item.NETWORK, "5", USED));
    take(
        event("5", OREGON, Item.LOG, "10", USED),
        event("6", OREGON, Item.NETWORK, "6", USED),
        event("7", OREGON, Item.NETWORK, "9", USED.plusSeconds(1)));
    assertThat(points())
        .containsExactly(
            "wksp_oregon 2026-04-30 log 3d  04-30T15 12.5",
            "wksp_oregon 2026-04-30 network   04-30T15 7",
            "wksp_oregon 2026-04-30 network   04-30T16 9");
  }

  @Test
  void theBillingDayIsThatOfTheWorkspacesSite() {
    take(
        event("1", CHINA, Item.SMS, "1", USED),
        event("2", CHINA, Item.SMS, "1", USED.plusSeconds(1)),
        event("3", OREGON, Item.SMS, "1", USED.plusSeconds(1)));
    assertThat(touchedDays())
        .containsExactly(
            "wksp_china 2026-04-30", "wksp_china 2026-05-01", "wksp_oregon 2026-04-30");
    assertThat(points())
        .containsExactly(
            "wksp_china 2026-04-30 sms   04-30T15 1",
            "wksp_china 2026-05-01 sms   04-30T16 1",
            "wksp_oregon 2026-04-30 sms   04-30T16 1");
  }

  @Test
  void usageTimedInTheFutureCountsInHourAndDayOfItsReceipt() {
    Instant received = USED;
    UsageEvent ahead = event("1", CHINA, Item.SMS, "1", USED.plusSeconds(200));
    assertThat(engine().take(List.of(ahead), Instant.MIN, received)).containsExactly(COUNTED);
    assertThat(points()).containsExactly("wksp_china 2026-04-30 sms   04-30T15 1");
    assertThat(engine().take(List.of(ahead), Instant.MIN, received.plusSeconds(600)))
        .as("it is recognised by the time its sender gave it")
        .containsExactly(DUPLICATE);
  }

  @Test
  void theSameEventCountsOnceInOneRequestOrInSeveral() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", USED);
    assertThat(take(event, event)).containsExactly(COUNTED, DUPLICATE);
    assertThat(take(event)).containsExactly(DUPLICATE);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 2");
  }

  @Test
  void aRequestThatBringsNothingNewTouchesNoDay() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", USED);
    take(event);
    settleAll();
    take(event);
    assertThat(touchedDays()).isEmpty();
  }

  @Test
  void theSameIdWithAnyOtherContentIsRefusedAndTheFirstOneStands() {
    UsageEvent first = event("1", OREGON, Item.TRACE, "2", USED);
    UsageEvent.Key key = first.key();
    List<UsageEvent> others =
        List.of(
            new UsageEvent(key, CHINA, Item.TRACE, "trace_id", "3d", BigDecimal.TWO, USED),
            new UsageEvent(key, OREGON, Item.LOG, "", "3d", BigDecimal.TWO, USED),
            new UsageEvent(key, OREGON, Item.TRACE, "span", "3d", BigDecimal.TWO, USED),
            new UsageEvent(key, OREGON, Item.TRACE, "trace_id", "7d", BigDecimal.TWO, USED),
            new UsageEvent(key, OREGON, Item.TRACE, "trace_id", "3d", BigDecimal.ONE, USED),
            new UsageEvent(
                key, OREGON, Item.TRACE, "trace_id", "3d", BigDecimal.TWO, USED.plusNanos(1000)));
    assertThat(take(first, others.getFirst(), first))
        .containsExactly(COUNTED, ID_REUSED, DUPLICATE);
    assertThat(engine().take(others, Instant.MIN, NOW)).hasSize(6).containsOnly(ID_REUSED);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 trace 3d trace_id 04-30T15 2");
  }

  @Test
  void anotherSourceMayUseTheSameId() {
    UsageEvent first = event("1", OREGON, Item.LOG, "2", USED);
    UsageEvent second =
        new UsageEvent(
            new UsageEvent.Key("/other", "1"), OREGON, Item.LOG, "", "3d", BigDecimal.ONE, USED);
    assertThat(take(first, second)).containsExactly(COUNTED, COUNTED);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 3");
  }

  @Test
  void usageOfAnUnknownWorkspaceIsKeptForPeopleToSeeAndCountsNowhere() {
    UsageEvent lost = event("1", new WorkspaceId("wksp_nobody"), Item.LOG, "2", USED);
    assertThat(take(lost, event("2", OREGON, Item.LOG, "1", USED))).containsExactly(KEPT, COUNTED);
    assertThat(take(lost)).containsExactly(DUPLICATE);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 1");
    assertThat(kept()).containsExactly("/test 1 wksp_nobody log 3d  2");
  }

  @Test
  void anEventTooOldToBeTakenIsStillRecognisedAsTakenBefore() {
    UsageEvent old = event("1", OREGON, Item.LOG, "2", USED);
    assertThat(engine().take(List.of(old), USED.plusSeconds(1), NOW)).containsExactly(TOO_OLD);
    assertThat(engine().take(List.of(old), USED, NOW)).containsExactly(COUNTED);
    assertThat(engine().take(List.of(old), USED.plusSeconds(1), NOW)).containsExactly(DUPLICATE);
  }

  @Test
  void aVoidTakesBackWhatItsEventBroughtToASum() {
    take(event("1", OREGON, Item.LOG, "2", USED), event("2", OREGON, Item.LOG, "0.5", USED));
    settleAll();
    assertThat(take(voiding("v", "1", USED))).containsExactly(VOIDED);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 0.5");
    assertThat(touchedDays()).as("the next reading credits it").hasSize(1);
  }

  @Test
  void aVoidOfAGaugeLeavesTheHighestOfTheOthers() {
    take(
        event("1", OREGON, Item.NETWORK, "7", USED),
        event("2", OREGON, Item.NETWORK, "9", USED),
        event("3", OREGON, Item.NETWORK, "5", USED),
        event("4", OREGON, Item.NETWORK, "20", USED.plusSeconds(1)),
        event("5", OREGON, Item.SESSION, "30", USED));
    take(voiding("v2", "2", USED));
    assertThat(points()).contains("wksp_oregon 2026-04-30 network   04-30T15 7");
    take(voiding("v1", "1", USED), voiding("v3", "3", USED));
    assertThat(points())
        .containsExactly(
            "wksp_oregon 2026-04-30 network   04-30T15 0",
            "wksp_oregon 2026-04-30 network   04-30T16 20",
            "wksp_oregon 2026-04-30 session   04-30T15 30");
  }

  @Test
  void aVoidMayComeFirstAndItsEventThenCountsNothing() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", USED);
    VoidEvent voiding = voiding("v", "1", USED);
    assertThat(take(voiding)).containsExactly(VOID_WAITING);
    assertThat(take(event, event)).containsExactly(TAKEN_BACK, DUPLICATE);
    assertThat(take(voiding, event)).containsExactly(DUPLICATE, DUPLICATE);
    assertThat(take(event("1", OREGON, Item.LOG, "3", USED))).containsExactly(ID_REUSED);
    assertThat(points()).isEmpty();
  }

  @Test
  void aVoidAndItsEventMayComeInOneRequestInAnyOrder() {
    assertThat(take(event("1", OREGON, Item.LOG, "2", USED), voiding("v1", "1", USED)))
        .containsExactly(COUNTED, VOIDED);
    assertThat(take(voiding("v2", "2", USED), event("2", OREGON, Item.LOG, "2", USED)))
        .containsExactly(VOIDED, COUNTED);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 0");
  }

  @Test
  void aVoidAgainOrASecondOneTakesNothingBackTwice() {
    take(event("1", OREGON, Item.LOG, "2", USED), event("2", OREGON, Item.LOG, "5", USED));
    VoidEvent voiding = voiding("v", "1", USED);
    assertThat(take(voiding, voiding)).containsExactly(VOIDED, DUPLICATE);
    assertThat(take(voiding)).containsExactly(DUPLICATE);
    assertThat(take(voiding("w", "1", USED))).containsExactly(VOIDED);
    assertThat(take(voiding("v", "2", USED))).containsExactly(ID_REUSED);
    assertThat(take(event("v", OREGON, Item.LOG, "5", USED))).containsExactly(ID_REUSED);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 5");
  }

  @Test
  void aVoidCannotBeTakenBackWhicheverComesFirst() {
    take(event("1", OREGON, Item.LOG, "2", USED), event("2", OREGON, Item.LOG, "3", USED));
    take(voiding("v1", "1", USED));
    assertThat(take(voiding("w1", "v1", USED))).containsExactly(VOID_WAITING);
    assertThat(take(voiding("w2", "v2", USED))).containsExactly(VOID_WAITING);
    assertThat(take(voiding("v2", "2", USED))).containsExactly(VOIDED);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 0");
  }

  @Test
  void aVoidOfAnotherSourceMatchesNothing() {
    take(event("1", OREGON, Item.LOG, "2", USED));
    assertThat(take(new VoidEvent(new UsageEvent.Key("/other", "v"), "1", USED)))
        .containsExactly(VOID_WAITING);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 2");
  }

  @Test
  void whatWasUsedTooLongAgoIsNotTakenBack() {
    UsageEvent event = event("1", OREGON, Item.LOG, "2", USED);
    take(event);
    VoidEvent voiding = voiding("v", "1", USED.plusSeconds(5));
    assertThat(engine().take(List.of(voiding), USED.plusSeconds(1), NOW))
        .containsExactly(VOID_TOO_OLD);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 log 3d  04-30T15 2");
    assertThat(engine().take(List.of(voiding), USED, NOW)).containsExactly(VOIDED);
    assertThat(engine().take(List.of(voiding), USED.plusSeconds(6), NOW))
        .as("it is recognised, as any event is")
        .containsExactly(DUPLICATE);
  }

  @Test
  void aVoidFindsUsageThatWasTimedInTheFuture() {
    UsageEvent ahead = event("1", OREGON, Item.NETWORK, "4", USED.plusSeconds(200));
    engine().take(List.of(ahead), Instant.MIN, USED);
    engine().take(List.of(event("2", OREGON, Item.NETWORK, "3", USED)), Instant.MIN, USED);
    take(voiding("v", "1", USED));
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 network   04-30T15 3");
  }

  @Test
  void usageOfAnUnknownWorkspaceCanBeTakenBack() {
    UsageEvent lost = event("1", new WorkspaceId("wksp_nobody"), Item.LOG, "2", USED);
    take(lost);
    assertThat(take(voiding("v", "1", USED))).containsExactly(VOIDED);
    assertThat(take(voiding("w", "2", USED))).containsExactly(VOID_WAITING);
    take(event("2", new WorkspaceId("wksp_nobody"), Item.LOG, "2", USED));
    assertThat(kept()).isEmpty();
  }
}
