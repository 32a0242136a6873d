package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A price list: what one unit of an item costs, by its retention, the payer's currency and the
 * site's kind.
 */
final class PriceList {

  private record Key(Item item, String retention, Currency currency, Site.Kind siteKind) {}

  private final String version;
  private final Instant validFrom;
  private final List<PriceLine> lines;
  private final Map<Key, BigDecimal> prices = new HashMap<>();
  private final Map<Item, BigDecimal> unitSizes = new HashMap<>();

  /**
   * @throws IllegalArgumentException if two lines have the same key, or an item two unit sizes
   */
  PriceList(String version, Instant validFrom, List<PriceLine> lines) {
    this.version = version;
    this.validFrom = validFrom;
    this.lines = List.copyOf(lines);
    for (PriceLine line : lines) {
      Key key = new Key(line.item(), line.retention(), line.currency(), line.siteKind());
      if (prices.put(key, line.price()) != null) {
        throw new IllegalArgumentException("two prices for " + key);
      }
      BigDecimal other = unitSizes.put(line.item(), line.unitSize());
      if (other != null && other.compareTo(line.unitSize()) != 0) {
        throw new IllegalArgumentException("two units for " + line.item().id());
      }
    }
  }

  String version() {
    return version;
  }

  Instant validFrom() {
    return validFrom;
  }

  List<PriceLine> lines() {
    return lines;
  }

  /** The price of a unit; empty if the list has none, and then nobody is charged. */
  Optional<BigDecimal> price(Item item, String retention, Currency currency, Site.Kind siteKind) {
    return Optional.ofNullable(prices.get(new Key(item, retention, currency, siteKind)));
  }

  /** How much counted usage is one unit; 1 for an item that the list does not know. */
  BigDecimal unitSize(Item item) {
    return unitSizes.getOrDefault(item, BigDecimal.ONE);
  }
}
