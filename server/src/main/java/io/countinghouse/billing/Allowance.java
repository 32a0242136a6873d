package io.countinghouse.billing;

import io.countinghouse.site.Site;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;

/**
 * What one item grants on another: every whole unit of it makes so much of the other free, on the
 * same workspace and day.
 *
 * @param item whose units grant, those of all its retentions together
 * @param siteKind at which sites; never by the payer's currency, or a change of payer would change
 *     the units
 * @param on the item that is free, the shortest retention first
 * @param quantity above 0, as reported (time series, bytes, …), not in units
 */
public record Allowance(Item item, Site.Kind siteKind, Item on, BigDecimal quantity) {

  public Allowance {
    if (quantity.signum() <= 0) {
      throw new IllegalArgumentException("what is granted must be above 0: " + quantity);
    }
    if (item == on) {
      throw new IllegalArgumentException(item.id() + " grants on itself");
    }
    quantity = quantity.stripTrailingZeros();
  }
}
