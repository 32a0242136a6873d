package io.countinghouse.billing;

import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.usage.Item;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a reading found newly charged.
 *
 * @param asOf the reading's instant
 * @param units newly charged, of the item's unit size
 * @param charge who pays and what; empty: nobody, because there is no payer or no price
 */
record Posting(
    WorkspaceId workspace,
    LocalDate day,
    Item item,
    String retention,
    Instant asOf,
    BigDecimal units,
    @Nullable Charge charge) {

  /**
   * A payer and the price of a unit.
   *
   * @param dimension of AWS's metering, that it goes to; empty when the billing account pays
   */
  record Charge(
      Payer payer,
      BigDecimal price,
      Currency currency,
      String priceVersion,
      @Nullable String dimension) {}

  Hour hour() {
    return Hour.ofReading(asOf);
  }

  BigDecimal amount() {
    return charge == null ? BigDecimal.ZERO : units.multiply(charge.price());
  }
}
