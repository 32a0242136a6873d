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

  private static BigDecimal units(Item item, Map<String, String> totals, String unitSize) {
    Map<String, BigDecimal> numbers =
        totals.entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, entry -> new BigDecimal(entry.getValue())));
    Tier tier = new Tier(item, item.retained() ? "3d" : "");
    PriceLine line =
        new PriceLine(
            item,
            new BigDecimal(unitSize),
            item.dayValue(),
            tier.retention(),
            Currency.getInstance("CNY"),
            Site.Kind.CHINA,
            BigDecimal.ONE);
    PriceList list = new PriceList("test", LocalDate.EPOCH, List.of(line), List.of());
    return Objects.requireNonNull(
        DayUnits.of(Map.of(tier, numbers), list, Site.Kind.CHINA).get(tier));
  }
}
