package io.countinghouse.billing;

import static io.countinghouse.billing.DayUnits.Tier.SHORTEST_FIRST;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;

/**
 * One price of a price list.
 *
 * @param unitSize how much counted usage is one unit
 * @param retention such as {@code 3d}; empty for an item without
 * @param price of one unit and day
 */
public record PriceLine(
    Item item,
    BigDecimal unitSize,
    Item.DayValue dayValue,
    String retention,
    Currency currency,
    Site.Kind siteKind,
    BigDecimal price) {

  /** What a price is for: no list has two prices for one key. */
  public record Key(Item item, String retention, Currency currency, Site.Kind siteKind) {

    /** By item, then the shortest retention first. */
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::item)
            .thenComparing(key -> new DayUnits.Tier(key.item(), key.retention()), SHORTEST_FIRST)
            .thenComparing(key -> key.currency().getCurrencyCode())
            .thenComparing(Key::siteKind);
  }

  public PriceLine {
    if (unitSize.signum() <= 0) {
      throw new IllegalArgumentException("the unit must be above 0: " + unitSize);
    }
    if (price.signum() < 0) {
      throw new IllegalArgumentException("the price must not be below 0: " + price);
    }
    if (dayValue != item.dayValue()) {
      throw new IllegalArgumentException(
          "%s is counted as %s, not %s".formatted(item.id(), item.dayValue(), dayValue));
    }
    if (item.retained() == retention.isEmpty()) {
      throw new IllegalArgumentException(
          item.id() + (item.retained() ? " needs a retention" : " has no retention"));
    }
    unitSize = unitSize.stripTrailingZeros();
    price = price.stripTrailingZeros();
  }

  /** What it is the price for. */
  public Key key() {
    return new Key(item, retention, currency, siteKind);
  }
}
