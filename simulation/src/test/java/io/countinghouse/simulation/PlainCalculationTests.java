package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.simulation.plain.PlainBill;
import io.countinghouse.simulation.plain.PlainCharge;
import io.countinghouse.simulation.plain.PlainEvent;
import io.countinghouse.simulation.plain.PlainPrices;
import io.countinghouse.simulation.plain.PlainReading;
import io.countinghouse.simulation.plain.PlainTenure;
import io.countinghouse.simulation.plain.PlainWorkspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The plain calculation by itself: the published example, a change of payer, no server in it. */
class PlainCalculationTests {

  private static final Path SOURCES = Path.of("src/main/java/io/countinghouse/simulation/plain");
  private static final Instant MORNING = Instant.parse("2026-05-12T02:00:00Z");
  private static final PlainWorkspace CHINA =
      new PlainWorkspace("wksp_1", ZoneId.of("Asia/Shanghai"), "china");

  private static final PlainReading CLOSED =
      new PlainReading(MORNING.plusSeconds(3900), MORNING.plusSeconds(3600));

  private final PlainBill bill =
      new PlainBill(PlainPrices.of(Map.of(LocalDate.of(2026, 1, 1), Prices.text(Prices.FIRST))));

  private static PlainEvent event(String item, String retention, String measure, long quantity) {
    return eventAt(item, retention, measure, quantity, MORNING);
  }

  private static PlainEvent eventAt(
      String item, String retention, String measure, long quantity, Instant at) {
    return new PlainEvent(
        "wksp_1", item, retention, measure, BigDecimal.valueOf(quantity), at, at, null);
  }

  private Map<PlainCharge, BigDecimal> charges(List<PlainEvent> events, List<PlainTenure> tenures) {
    return bill.of(CHINA, events, tenures, List.of(CLOSED), LocalDate.EPOCH);
  }

  private static BigDecimal sum(Map<PlainCharge, BigDecimal> charges) {
    return charges.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void itKnowsNothingOfTheServer() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Path> sources = files.toList();
      assertThat(sources).hasSizeGreaterThan(5);
      for (Path source : sources) {
        assertThat(Files.readString(source))
            .as("%s", source)
            .doesNotContainPattern("io\\.countinghouse\\.(?!simulation\\.plain)");
      }
    }
  }

  @Test
  void itComesToThePublishedExample() {
    List<PlainEvent> events =
        List.of(
            event("timeseries", "3d", "", 6_000),
            event("log", "7d", "", 2_000_000),
            event("trace", "3d", "trace_id", 2_000_000),
            event("pv", "3d", "pv", 20_000),
            event("trigger", "", "", 20_000));
    List<PlainTenure> always =
        List.of(new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, null));

    assertThat(sum(charges(events, always))).isEqualByComparingTo("13.4");
  }

  @Test
  void whatComesBeforeAChangeIsForTheOldPayer() {
    Instant change = MORNING.plusSeconds(600);
    List<PlainEvent> events =
        List.of(
            event("log", "3d", "", 1_005_000),
            eventAt("log", "3d", "", 1_005_000, change.plusSeconds(1)));
    List<PlainTenure> tenures =
        List.of(
            new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, change),
            new PlainTenure("wksp_1", "bill_1", "CNY", change, null));

    Map<PlainCharge, BigDecimal> charges = charges(events, tenures);

    // 1.005 million is one unit, 2.01 million are 2.01: the second payer has the cut of both.
    assertThat(charges.get(new PlainCharge("agmt_1", "wksp_1", day(), "log", "3d")))
        .isEqualByComparingTo("1");
    assertThat(charges.get(new PlainCharge("bill_1", "wksp_1", day(), "log", "3d")))
        .isEqualByComparingTo("1.01");
  }

  @Test
  void whatComesWhileNobodyPaysIsForNobody() {
    Instant end = MORNING.minusSeconds(60);
    List<PlainTenure> over =
        List.of(new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, end));

    assertThat(charges(List.of(event("log", "3d", "", 5_000_000)), over)).isEmpty();
  }

  /** A message of AWS that was delayed may be read right after usage of the same instant. */
  @Test
  void whatComesAtTheVeryInstantOfAnEndIsForWhoPaidUntilThen() {
    PlainEvent usage = event("log", "3d", "", 5_000_000);
    List<PlainTenure> over =
        List.of(new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, MORNING));

    assertThat(sum(charges(List.of(usage), over))).isEqualByComparingTo("5");
    assertThat(charges(List.of(usage.voided(MORNING)), over)).isEmpty();
  }

  @Test
  void whatIsTakenBackGoesToTheLatestChargedFirst() {
    Instant change = MORNING.plusSeconds(600);
    PlainEvent first = event("log", "3d", "", 3_000_000).voided(change.plusSeconds(60));
    PlainEvent second = eventAt("log", "3d", "", 2_000_000, change.plusSeconds(1));
    PlainReading between = new PlainReading(change.plusSeconds(30), null);
    List<PlainTenure> tenures =
        List.of(
            new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, change),
            new PlainTenure("wksp_1", "bill_1", "CNY", change, null));

    Map<PlainCharge, BigDecimal> charges =
        bill.of(CHINA, List.of(first, second), tenures, List.of(between, CLOSED), LocalDate.EPOCH);

    assertThat(charges).containsOnlyKeys(new PlainCharge("agmt_1", "wksp_1", day(), "log", "3d"));
    assertThat(sum(charges)).isEqualByComparingTo("2");
  }

  @Test
  void whoPaysAgainIsTheLatestForAllThatWasCharged() {
    Instant away = MORNING.plusSeconds(600);
    Instant back = MORNING.plusSeconds(1200);
    List<PlainEvent> events =
        List.of(
            event("log", "3d", "", 3_000_000),
            eventAt("log", "3d", "", 2_000_000, away.plusSeconds(1)).voided(back.plusSeconds(90)),
            eventAt("log", "3d", "", 1_000_000, back.plusSeconds(1)));
    List<PlainTenure> tenures =
        List.of(
            new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, away),
            new PlainTenure("wksp_1", "bill_1", "CNY", away, back),
            new PlainTenure("wksp_1", "agmt_1", "CNY", back, null));
    PlainReading between = new PlainReading(back.plusSeconds(60), null);

    Map<PlainCharge, BigDecimal> charges =
        bill.of(CHINA, events, tenures, List.of(between, CLOSED), LocalDate.EPOCH);

    // Two of the four units that the agreement was charged, not one of its and one of the other's.
    assertThat(charges.get(new PlainCharge("agmt_1", "wksp_1", day(), "log", "3d")))
        .isEqualByComparingTo("2");
    assertThat(charges.get(new PlainCharge("bill_1", "wksp_1", day(), "log", "3d")))
        .isEqualByComparingTo("2");
  }

  @Test
  void wholeUnitsOfAnItemMakeAnotherFree() {
    PlainBill granting =
        new PlainBill(PlainPrices.of(Map.of(LocalDate.EPOCH, Prices.text(Prices.SECOND))));
    List<PlainEvent> events =
        List.of(
            event("network", "", "", 3),
            event("timeseries", "3d", "", 500),
            event("timeseries", "7d", "", 1_900));
    List<PlainTenure> always =
        List.of(new PlainTenure("wksp_1", "agmt_1", "CNY", Instant.EPOCH, null));

    Map<PlainCharge, BigDecimal> charges =
        granting.of(CHINA, events, always, List.of(CLOSED), LocalDate.EPOCH);

    // Three hosts grant 900: 500 of the shorter retention, 400 of the longer, which leaves 1.5
    // units.
    assertThat(charges)
        .doesNotContainKey(new PlainCharge("agmt_1", "wksp_1", day(), "timeseries", "3d"))
        .containsKey(new PlainCharge("agmt_1", "wksp_1", day(), "timeseries", "7d"));
    assertThat(charges.get(new PlainCharge("agmt_1", "wksp_1", day(), "timeseries", "7d")))
        .isEqualByComparingTo(new BigDecimal("0.749").multiply(new BigDecimal("1.5")));
  }

  private static LocalDate day() {
    return LocalDate.of(2026, 5, 12);
  }
}
