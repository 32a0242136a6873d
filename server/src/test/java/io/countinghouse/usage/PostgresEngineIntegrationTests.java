package io.countinghouse.usage;

import static io.countinghouse.usage.UsageEngine.Outcome.COUNTED;
import static io.countinghouse.usage.UsageEngine.Outcome.DUPLICATE;
import static io.countinghouse.usage.UsageEngine.Outcome.ID_REUSED;
import static io.countinghouse.usage.UsageEngine.Outcome.KEPT;
import static io.countinghouse.usage.UsageEngine.Outcome.TOO_OLD;
import static io.countinghouse.usage.UsageTestEvents.CHINA;
import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.ServerTest;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ServerTest
class PostgresEngineIntegrationTests {

  private static final Instant NOW = Instant.parse("2026-04-30T18:30:00Z");
  private static final Instant USED = Instant.parse("2026-04-30T15:59:59.999999Z");

  @Autowired private UsageEngine engine;
  @Autowired private UnknownWorkspaceUsage unknown;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void startEmpty() {
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
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
    assertThat(UsageTestEvents.touchedDays(jdbc))
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
    assertThat(engine.take(List.of(ahead), Instant.MIN, received)).containsExactly(COUNTED);
    assertThat(points()).containsExactly("wksp_china 2026-04-30 sms   04-30T15 1");
    assertThat(engine.take(List.of(ahead), Instant.MIN, received.plusSeconds(600)))
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
    jdbc.sql("DELETE FROM usage.touched_day").update();
    take(event);
    assertThat(UsageTestEvents.touchedDays(jdbc)).isEmpty();
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
    assertThat(engine.take(others, Instant.MIN, NOW)).hasSize(6).containsOnly(ID_REUSED);
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
    assertThat(unknown.latest(10))
        .containsExactly(
            new UnknownWorkspaceUsage.Kept(
                "/test", "1", "wksp_nobody", "log", "", "3d", BigDecimal.TWO, USED, NOW));
  }

  @Test
  void anEventTooOldToBeTakenIsStillRecognisedAsTakenBefore() {
    UsageEvent old = event("1", OREGON, Item.LOG, "2", USED);
    assertThat(engine.take(List.of(old), USED.plusSeconds(1), NOW)).containsExactly(TOO_OLD);
    assertThat(engine.take(List.of(old), USED, NOW)).containsExactly(COUNTED);
    assertThat(engine.take(List.of(old), USED.plusSeconds(1), NOW)).containsExactly(DUPLICATE);
  }

  private List<UsageEngine.Outcome> take(UsageEvent... events) {
    return engine.take(List.of(events), Instant.MIN, NOW);
  }

  private List<String> points() {
    return UsageTestEvents.points(jdbc);
  }
}
