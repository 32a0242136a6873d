package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.CHINA;
import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static io.countinghouse.usage.UsageTestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@JobTest
class UsagePointsIntegrationTests implements BothProducts {

  private static final Instant NOW = Instant.parse("2026-04-30T18:30:00Z");
  private static final Instant NINE = Instant.parse("2026-04-30T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-04-30T10:00:00Z");
  private static final LocalDate DAY = LocalDate.parse("2026-04-30");
  private static final TouchedDay CHINAS = new TouchedDay(CHINA, DAY);
  private static final TouchedDay OREGONS = new TouchedDay(OREGON, DAY);

  @Autowired private UsageEngine engine;
  @Autowired private UsagePoints points;
  @Autowired private TransactionTemplate tx;
  @Autowired private JdbcClient jdbc;

  @BeforeEach
  void useSomething() {
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
    engine.take(
        List.of(
            event("1", OREGON, Item.LOG, "2", NINE),
            event("2", OREGON, Item.LOG, "3", TEN),
            event("3", OREGON, Item.NETWORK, "7", NINE),
            event("4", OREGON, Item.NETWORK, "5", TEN),
            event("5", CHINA, Item.NETWORK, "1", NINE)),
        Instant.MIN,
        NOW);
  }

  @Test
  void aDayComesToTheSumOrTheHighestOfItsPointsByItem() {
    assertThat(
            inTransaction(() -> points.dayTotals(List.of(CHINAS, OREGONS), Instant.MAX).totals()))
        .containsExactly(
            total(CHINA, Item.NETWORK, "", "1"),
            total(OREGON, Item.LOG, "3d", "5"),
            total(OREGON, Item.NETWORK, "", "7"));
  }

  @Test
  void onlyHoursThatStartBeforeTheInstantAreCounted() {
    assertThat(inTransaction(() -> points.dayTotals(List.of(OREGONS), TEN).totals()))
        .containsExactly(total(OREGON, Item.LOG, "3d", "2"), total(OREGON, Item.NETWORK, "", "7"));
    assertThat(inTransaction(() -> points.dayTotals(List.of(OREGONS), NINE).totals())).isEmpty();
  }

  @Test
  void daysWithLaterPointsAreTold() {
    List<TouchedDay> both = List.of(CHINAS, OREGONS);
    assertThat(inTransaction(() -> points.dayTotals(both, TEN).beyond())).containsExactly(OREGONS);
    assertThat(inTransaction(() -> points.dayTotals(both, TEN.plusSeconds(1)).beyond())).isEmpty();
  }

  @Test
  void settledDaysAreNoLongerTouchedUntilNewUsageComes() {
    assertThat(inTransaction(() -> points.lockTouchedDays(List.of(OREGON, CHINA)).days()))
        .containsExactly(CHINAS, OREGONS);
    tx.executeWithoutResult(
        _ -> points.settle(points.lockTouchedDays(List.of(OREGON, CHINA)), Set.of(CHINAS)));
    assertThat(inTransaction(() -> points.lockTouchedDays(List.of(OREGON, CHINA)).days()))
        .containsExactly(CHINAS);
    engine.take(List.of(event("6", OREGON, Item.LOG, "1", NINE)), Instant.MIN, NOW);
    assertThat(inTransaction(() -> points.lockTouchedDays(List.of(OREGON)).days()))
        .containsExactly(OREGONS);
  }

  @Test
  void touchedWorkspacesComeInOrderPageByPage() {
    assertThat(points.touchedWorkspaces(null, 1)).containsExactly(CHINA);
    assertThat(points.touchedWorkspaces(CHINA, 1)).containsExactly(OREGON);
    assertThat(points.touchedWorkspaces(OREGON, 1)).isEmpty();
  }

  @Test
  void locksOutsideATransactionAreRefused() {
    assertThatThrownBy(() -> points.lockTouchedDays(List.of(OREGON)))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  private <T> T inTransaction(Supplier<T> reading) {
    return Objects.requireNonNull(tx.execute(_ -> reading.get()));
  }

  private static DayTotal total(
      WorkspaceId workspace, Item item, String retention, String quantity) {
    return new DayTotal(workspace, DAY, item, retention, "", new BigDecimal(quantity));
  }
}
