package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** From the usage of a workspace and billing day to the units charged of each tier (facts, 8). */
final class PlainUnits {

  private static final int DECIMALS = 2;
  private static final BigDecimal SPANS = BigDecimal.TEN;
  private static final BigDecimal VISITS = new BigDecimal(100);
  private static final Set<String> HIGHEST_COUNTS =
      Set.of("timeseries", "forward", "network", "session");

  private PlainUnits() {}

  /** An item at a retention. */
  record Tier(String item, String retention) {}

  private record Measured(Tier tier, String measure) {}

  static Map<Tier, BigDecimal> of(
      Collection<PlainEvent> counting, PlainPrices prices, LocalDate day, String siteKind) {
    Map<Measured, BigDecimal> measured = new HashMap<>();
    for (PlainEvent event : counting) {
      measured.merge(
          new Measured(new Tier(event.item(), event.retention()), event.measure()),
          event.quantity(),
          HIGHEST_COUNTS.contains(event.item()) ? BigDecimal::max : BigDecimal::add);
    }
    Map<Tier, BigDecimal> counted = new HashMap<>();
    measured.keySet().forEach(it -> counted.put(it.tier(), larger(it.tier(), measured)));
    Map<Tier, BigDecimal> left = new HashMap<>(counted);
    prices
        .grants(day, siteKind)
        .forEach((item, grant) -> {
          BigDecimal units = BigDecimal.ZERO;
          for (Map.Entry<Tier, BigDecimal> tier : counted.entrySet()) {
            if (tier.getKey().item().equals(item)) {
              units = units.add(cut(tier.getValue(), prices.unit(day, item)));
            }
          }
          BigDecimal free = units.setScale(0, RoundingMode.DOWN).multiply(grant.quantity());
          useUp(free, grant.item(), left);
        });
    left.replaceAll((tier, quantity) -> cut(quantity, prices.unit(day, tier.item())));
    return left;
  }

  /** The shortest retention first. */
  private static void useUp(BigDecimal granted, String item, Map<Tier, BigDecimal> left) {
    List<Tier> tiers =
        left.keySet().stream()
            .filter(tier -> tier.item().equals(item))
            .sorted(
                Comparator.comparingInt(tier ->
                    tier.retention().isEmpty()
                        ? 0
                        : Integer.parseInt(tier.retention().replace("d", ""))))
            .toList();
    BigDecimal free = granted;
    for (Tier tier : tiers) {
      BigDecimal quantity = left.getOrDefault(tier, BigDecimal.ZERO);
      left.put(tier, quantity.subtract(quantity.min(free)));
      free = free.subtract(quantity.min(free));
    }
  }

  private static BigDecimal cut(BigDecimal quantity, BigDecimal unit) {
    return quantity.divide(unit, DECIMALS, RoundingMode.DOWN);
  }

  private static BigDecimal larger(Tier tier, Map<Measured, BigDecimal> measured) {
    return switch (tier.item()) {
      case "trace" -> of(tier, "trace_id", measured).max(of(tier, "span", measured).divide(SPANS));
      case "pv" ->
          of(tier, "pv", measured)
              .max(
                  of(tier, "resource", measured)
                      .add(of(tier, "long_task", measured))
                      .add(of(tier, "error", measured))
                      .add(of(tier, "action", measured))
                      .divide(VISITS));
      default -> of(tier, "", measured);
    };
  }

  private static BigDecimal of(Tier tier, String measure, Map<Measured, BigDecimal> measured) {
    return measured.getOrDefault(new Measured(tier, measure), BigDecimal.ZERO);
  }
}
