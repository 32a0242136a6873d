package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What everybody is charged. Of each workspace, billing day, item and retention: at every change of
 * payer, and in the end, the units of all usage received until then are cut to two decimals; what
 * they grew by since the change before is for who paid in between, at the day's price for that
 * payer, and for nobody if nobody did.
 */
public final class PlainBill {

  private static final int DECIMALS = 2;
  private static final BigDecimal SPANS = BigDecimal.TEN;
  private static final BigDecimal VISITS = new BigDecimal(100);
  private static final Set<String> HIGHEST_COUNTS =
      Set.of("timeseries", "forward", "network", "session");

  private final PlainPrices prices;

  private record Row(LocalDate day, String item, String retention) {}

  /** At these prices. */
  public PlainBill(PlainPrices prices) {
    this.prices = prices;
  }

  /**
   * What the usage of a workspace is charged, without what is charged to nobody.
   *
   * @param events its usage, in the order of receipt
   * @param tenures who paid for it, in their order
   * @param from only billing days of then and later
   */
  public Map<PlainCharge, BigDecimal> of(
      PlainWorkspace workspace,
      Collection<PlainEvent> events,
      List<PlainTenure> tenures,
      LocalDate from) {
    Map<Row, List<PlainEvent>> rows = new HashMap<>();
    for (PlainEvent event : events) {
      LocalDate day = event.countsAt().atZone(workspace.zone()).toLocalDate();
      if (!day.isBefore(from)) {
        rows.computeIfAbsent(new Row(day, event.item(), event.retention()), _ -> new ArrayList<>())
            .add(event);
      }
    }
    Map<PlainCharge, BigDecimal> charges = new HashMap<>();
    rows.forEach((row, received) -> charge(workspace, row, received, tenures, charges));
    return charges;
  }

  private void charge(
      PlainWorkspace workspace,
      Row row,
      List<PlainEvent> received,
      List<PlainTenure> tenures,
      Map<PlainCharge, BigDecimal> charges) {
    Instant dayStart = row.day().atStartOfDay(workspace.zone()).toInstant();
    BigDecimal unit = prices.unit(dayStart, row.item()).orElse(BigDecimal.ONE);
    for (PlainTenure tenure : tenures) {
      BigDecimal price =
          prices
              .price(dayStart, row.item(), row.retention(), tenure.currency(), workspace.siteKind())
              .orElse(BigDecimal.ZERO);
      BigDecimal before = units(row.item(), received, tenure.from(), unit);
      BigDecimal after = units(row.item(), received, tenure.to(), unit);
      BigDecimal amount = after.subtract(before).multiply(price);
      if (amount.signum() != 0) {
        charges.merge(
            new PlainCharge(
                tenure.payer(), workspace.id(), row.day(), row.item(), row.retention()),
            amount,
            BigDecimal::add);
      }
    }
  }

  /** The units of what was received before an instant; of everything, without one. */
  private static BigDecimal units(
      String item, List<PlainEvent> received, @Nullable Instant before, BigDecimal unit) {
    Map<String, BigDecimal> counted = new HashMap<>();
    for (PlainEvent event : received) {
      if (before == null || event.receivedAt().isBefore(before)) {
        counted.merge(
            event.measure(),
            event.quantity(),
            HIGHEST_COUNTS.contains(item) ? BigDecimal::max : BigDecimal::add);
      }
    }
    return larger(item, counted).divide(unit, DECIMALS, RoundingMode.DOWN);
  }

  private static BigDecimal larger(String item, Map<String, BigDecimal> counted) {
    return switch (item) {
      case "trace" -> of(counted, "trace_id").max(of(counted, "span").divide(SPANS));
      case "pv" ->
          of(counted, "pv")
              .max(
                  of(counted, "resource")
                      .add(of(counted, "long_task"))
                      .add(of(counted, "error"))
                      .add(of(counted, "action"))
                      .divide(VISITS));
      default -> of(counted, "");
    };
  }

  private static BigDecimal of(Map<String, BigDecimal> counted, String measure) {
    return counted.getOrDefault(measure, BigDecimal.ZERO);
  }
}
