package io.countinghouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.DayUnits.Tier;
import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DayUnitsTests {

  @Test
  void unitsAreCutToTwoDecimalsNeverRoundedUp() {
    assertThat(units(Item.LOG, Map.of("", "1999999"), "1000000")).isEqualByComparingTo("1.99");
    assertThat(units(Item.LOG, Map.of("", "9999"), "1000000")).isEqualByComparingTo("0");
    assertThat(units(Item.LOG, Map.of("", "10000"), "1000000")).isEqualByComparingTo("0.01");
  }

  @Test
  void tracesAreTheLargerOfTraceIdsAndATenthOfTheSpans() {
    assertThat(units(Item.TRACE, Map.of("trace_id", "2000000", "span", "19999990"), "1000000"))
        .isEqualByComparingTo("2");
    assertThat(units(Item.TRACE, Map.of("trace_id", "2000000", "span", "30000000"), "1000000"))
        .isEqualByComparingTo("3");
    assertThat(units(Item.TRACE, Map.of("span", "15000000"), "1000000"))
        .isEqualByComparingTo("1.5");
  }

  @Test
  void pageViewsAreTheLargerOfPageViewsAndAHundredthOfTheirEvents() {
    assertThat(
            units(
                Item.PV,
                Map.of(
                    "pv",
                    "20000",
                    "resource",
                    "1000000",
                    "long_task",
                    "1",
                    "error",
                    "500000",
                    "action",
                    "1500000"),
                "10000"))
        .isEqualByComparingTo("3");
    assertThat(units(Item.PV, Map.of("pv", "20000", "action", "1"), "10000"))
        .isEqualByComparingTo("2");
  }

  @Test
  void anAllowanceIsUsedUpOnTheShortestRetentionFirst() {
    PriceList list =
        list(
            List.of(line(Item.NETWORK, "", "1"), line(Item.TIMESERIES, "3d", "1000")),
            new Allowance(Item.NETWORK, Site.Kind.CHINA, Item.TIMESERIES, new BigDecimal("300")));
    Map<Tier, Map<String, BigDecimal>> day =
        Map.of(
            new Tier(Item.NETWORK, ""), Map.of("", new BigDecimal("20.99")),
            new Tier(Item.TIMESERIES, "14d"), Map.of("", new BigDecimal("9000")),
            new Tier(Item.TIMESERIES, "3d"), Map.of("", new BigDecimal("5000")));

    assertThat(DayUnits.of(day, list, Site.Kind.CHINA))
        .containsEntry(new Tier(Item.NETWORK, ""), new BigDecimal("20.99"))
        .containsEntry(new Tier(Item.TIMESERIES, "3d"), new BigDecimal("0.00"))
        .containsEntry(new Tier(Item.TIMESERIES, "14d"), new BigDecimal("8.00"));
    assertThat(DayUnits.of(day, list, Site.Kind.INTERNATIONAL))
        .containsEntry(new Tier(Item.TIMESERIES, "3d"), new BigDecimal("5.00"))
        .containsEntry(new Tier(Item.TIMESERIES, "14d"), new BigDecimal("9.00"));
  }

  @Test
  void severalItemsGrantTogetherEachByItsUnitsOfAllRetentions() {
    PriceList list =
        list(
            List.of(
                line(Item.LOG, "3d", "1000"),
                line(Item.SESSION, "", "1000"),
                line(Item.TRIGGER, "", "1")),
            new Allowance(Item.LOG, Site.Kind.CHINA, Item.TRIGGER, BigDecimal.TEN),
            new Allowance(Item.SESSION, Site.Kind.CHINA, Item.TRIGGER, BigDecimal.ONE));
    Map<Tier, Map<String, BigDecimal>> day =
        Map.of(
            new Tier(Item.LOG, "3d"), Map.of("", new BigDecimal("1500")),
            new Tier(Item.LOG, "7d"), Map.of("", new BigDecimal("1500")),
            new Tier(Item.SESSION, ""), Map.of("", new BigDecimal("1999")),
            new Tier(Item.TRIGGER, ""), Map.of("", new BigDecimal("100")));

    // 3 units of logs and 1 of sessions: 100 − 30 − 1.
    assertThat(DayUnits.of(day, list, Site.Kind.CHINA))
        .containsEntry(new Tier(Item.TRIGGER, ""), new BigDecimal("69.00"));
  }

  @Test
  void withoutAListTheUnitIsOneAndNothingIsGranted() {
    Tier logs = new Tier(Item.LOG, "3d");
    assertThat(DayUnits.of(Map.of(logs, Map.of("", new BigDecimal("7"))), null, Site.Kind.CHINA))
        .containsOnly(Map.entry(logs, new BigDecimal("7.00")));
  }

  private static PriceLine line(Item item, String retention, String unitSize) {
    return new PriceLine(
        item,
        new BigDecimal(unitSize),
        item.dayValue(),
        retention,
        Currency.getInstance("CNY"),
        Site.Kind.CHINA,
        BigDecimal.ONE);
  }

  private static PriceList list(List<PriceLine> lines, Allowance... allowances) {
    return new PriceList("test", LocalDate.EPOCH, lines, List.of(allowances));
  }

  private static BigDecimal units(Item item, Map<String, String> totals, String unitSize) {
    Map<String, BigDecimal> numbers =
        totals.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> new BigDecimal(entry.getValue())));
    Tier tier = new Tier(item, item.retained() ? "3d" : "");
    PriceList list = list(List.of(line(item, tier.retention(), unitSize)));
    return Objects.requireNonNull(
        DayUnits.of(Map.of(tier, numbers), list, Site.Kind.CHINA).get(tier));
  }
}
