package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A price list: what one unit of an item costs, by its retention, the payer's currency and the
 * site's kind; and what items grant on others. It never changes.
 */
public final class PriceList {

  private final String version;
  private final LocalDate validFrom;
  private final List<PriceLine> lines;
  private final List<Allowance> allowances;
  private final Map<PriceLine.Key, BigDecimal> prices = new HashMap<>();
  private final Map<Item, BigDecimal> unitSizes = new HashMap<>();
  private final Map<Site.Kind, List<Allowance>> allowancesOfKind;

  /**
   * @throws IllegalArgumentException if two lines have the same key, or an item two unit sizes
   */
  PriceList(
      String version,
      LocalDate validFrom,
      Collection<PriceLine> lines,
      Collection<Allowance> allowances) {
    this.version = version;
    this.validFrom = validFrom;
    this.lines = List.copyOf(lines);
    this.allowances = List.copyOf(allowances);
    this.allowancesOfKind = allowances.stream().collect(Collectors.groupingBy(Allowance::siteKind));
    for (PriceLine line : lines) {
      if (prices.put(line.key(), line.price()) != null) {
        throw new IllegalArgumentException("two prices for " + line.key());
      }
      BigDecimal other = unitSizes.put(line.item(), line.unitSize());
      if (other != null && other.compareTo(line.unitSize()) != 0) {
        throw new IllegalArgumentException("two units for " + line.item().id());
      }
    }
  }

  /** Its name, for ever. */
  public String version() {
    return version;
  }

  /** The first billing day rated by it, in the zone of each site. */
  public LocalDate validFrom() {
    return validFrom;
  }

  /** Its prices, in the order they were given. */
  public List<PriceLine> lines() {
    return lines;
  }

  /** What items grant on others, at sites of both kinds. */
  public List<Allowance> allowances() {
    return allowances;
  }

  /** What items grant on others at sites of a kind. */
  List<Allowance> allowances(Site.Kind kind) {
    return allowancesOfKind.getOrDefault(kind, List.of());
  }

  /** The price of a unit; empty if the list has none, and then nobody is charged. */
  Optional<BigDecimal> price(Item item, String retention, Currency currency, Site.Kind siteKind) {
    return Optional.ofNullable(prices.get(new PriceLine.Key(item, retention, currency, siteKind)));
  }

  /** How much counted usage is one unit; 1 for an item that the list does not know. */
  BigDecimal unitSize(Item item) {
    return unitSizes.getOrDefault(item, BigDecimal.ONE);
  }

  /** Whether another list says the same from the same day on. */
  boolean sameAs(PriceList other) {
    return validFrom.equals(other.validFrom)
        && new HashSet<>(lines).equals(new HashSet<>(other.lines))
        && new HashSet<>(allowances).equals(new HashSet<>(other.allowances));
  }
}
