package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a day's totals to units charged (product facts, 8; design, "Reading"): the larger of an
 * item's measures, less what other items grant on it, divided by the unit size, cut to two
 * decimals, never rounded up.
 */
final class DayUnits {

  private static final int DECIMALS = 2;
  private static final BigDecimal SPANS_PER_TRACE = BigDecimal.TEN;
  private static final BigDecimal EVENTS_PER_PAGE_VIEW = new BigDecimal(100);

  private DayUnits() {}

  /**
   * One retention tier of an item.
   *
   * @param retention such as {@code 3d}; empty for an item without
   */
  record Tier(Item item, String retention) {

    /** The tiers of one item, the shortest retention first. */
    static final Comparator<Tier> SHORTEST_FIRST = Comparator.comparingInt(Tier::days);

    private int days() {
      return retention.isEmpty() ? 0 : Integer.parseInt(retention, 0, retention.length() - 1, 10);
    }
  }

  /**
   * The units charged of a whole billing day of one workspace. They are the same whoever pays.
   *
   * @param totals the day's quantity by tier and measure; the measure is the empty text for an item
   *     with only one; a tier without usage may be missing
   * @param list the one in force on the day; null: the unit is 1 and nothing is granted
   * @param kind of the workspace's site
   * @return the units of each tier given, at least 0
   */
  static Map<Tier, BigDecimal> of(
      Map<Tier, Map<String, BigDecimal>> totals, @Nullable PriceList list, Site.Kind kind) {
    Map<Tier, BigDecimal> counted = new LinkedHashMap<>();
    totals.forEach((tier, measures) -> counted.put(tier, counted(tier.item(), measures)));
    if (list != null) {
      // A granting item receives nothing itself, so the order does not matter.
      for (Allowance allowance : list.allowances(kind)) {
        BigDecimal granted = granted(allowance, counted, list);
        if (granted.signum() > 0) {
          useUp(granted, allowance.on(), counted);
        }
      }
    }
    counted.replaceAll((tier, quantity) -> units(tier.item(), quantity, list));
    return counted;
  }

  private static BigDecimal units(Item item, BigDecimal quantity, @Nullable PriceList list) {
    BigDecimal unitSize = list == null ? BigDecimal.ONE : list.unitSize(item);
    return quantity.divide(unitSize, DECIMALS, RoundingMode.DOWN);
  }

  /** What the whole units of an item grant; its units are those charged, over all retentions. */
  private static BigDecimal granted(
      Allowance allowance, Map<Tier, BigDecimal> counted, PriceList list) {
    Item item = allowance.item();
    BigDecimal units = BigDecimal.ZERO;
    for (Map.Entry<Tier, BigDecimal> entry : counted.entrySet()) {
      if (entry.getKey().item() == item) {
        units = units.add(units(item, entry.getValue(), list));
      }
    }
    return units.setScale(0, RoundingMode.DOWN).multiply(allowance.quantity());
  }

  private static void useUp(BigDecimal granted, Item on, Map<Tier, BigDecimal> counted) {
    List<Tier> tiers =
        counted.keySet().stream()
            .filter(tier -> tier.item() == on)
            .sorted(Tier.SHORTEST_FIRST)
            .toList();
    BigDecimal left = granted;
    for (Tier tier : tiers) {
      BigDecimal quantity = counted.getOrDefault(tier, BigDecimal.ZERO);
      BigDecimal free = quantity.min(left);
      counted.put(tier, quantity.subtract(free));
      left = left.subtract(free);
    }
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
