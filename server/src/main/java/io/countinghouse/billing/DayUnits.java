package io.countinghouse.billing;

import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * From a day's totals to units charged (product facts, 8): the larger of its measures, divided by
 * the unit size, cut to two decimals, never rounded up.
 */
final class DayUnits {

  private static final int DECIMALS = 2;
  private static final BigDecimal SPANS_PER_TRACE = BigDecimal.TEN;
  private static final BigDecimal EVENTS_PER_PAGE_VIEW = new BigDecimal(100);

  private DayUnits() {}

  /**
   * @param totals the day's quantity by measure; the empty text for an item with only one
   * @param unitSize how much counted usage is one unit
   */
  static BigDecimal of(Item item, Map<String, BigDecimal> totals, BigDecimal unitSize) {
    return counted(item, totals).divide(unitSize, DECIMALS, RoundingMode.DOWN);
  }

  private static BigDecimal counted(Item item, Map<String, BigDecimal> totals) {
    return switch (item) {
      case TRACE -> total(totals, "trace_id").max(total(totals, "span").divide(SPANS_PER_TRACE));
      case PV ->
          total(totals, "pv")
              .max(
                  total(totals, "resource")
                      .add(total(totals, "long_task"))
                      .add(total(totals, "error"))
                      .add(total(totals, "action"))
                      .divide(EVENTS_PER_PAGE_VIEW));
      case TIMESERIES, LOG, FORWARD, NETWORK, PROFILE, SESSION, SYNTHETIC, TRIGGER, SMS ->
          total(totals, "");
    };
  }

  private static BigDecimal total(Map<String, BigDecimal> totals, String measure) {
    return totals.getOrDefault(measure, BigDecimal.ZERO);
  }
}
