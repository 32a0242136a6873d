package io.countinghouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.billing.DailyUsage;
import io.countinghouse.kernel.Language;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTrendTests {

  private static final LocalDate DAY = LocalDate.parse("2026-05-03");

  private final PageText text = new PageText(new WebConfiguration().messageSource());
  private final UsageTrend trend = new UsageTrend(text, new UsageDays(text));

  private static DailyUsage.Row row(LocalDate day, int unitSize, int units) {
    return new DailyUsage.Row(
        day,
        Item.LOG,
        "7d",
        BigDecimal.valueOf(unitSize),
        null,
        null,
        false,
        BigDecimal.valueOf(units));
  }

  @Test
  void daysOfPriceListsWithOtherUnitsAreShownInTheUnitsOfTheLast() {
    LocalDate next = DAY.plusDays(1);
    UsageTrend.Chart chart =
        trend
            .ofItem(
                Item.LOG,
                List.of(row(DAY, 1_000_000, 2), row(next, 100_000, 20)),
                new UsageTrend.Span(DAY, next),
                Language.EN)
            .getFirst();
    assertThat(chart.unit()).isEqualTo("units of 100,000 log entries");
    assertThat(chart.rows())
        .allSatisfy(it -> assertThat(it.values().getLast().shown()).isEqualTo("20"));
    assertThat(chart.sums().getLast().shown()).isEqualTo("40");
  }
}
