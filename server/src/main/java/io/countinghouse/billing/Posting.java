package io.countinghouse.billing;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.settlement.Payer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a reading found newly charged, or gives back.
 *
 * @param of what was used, and on which day
 * @param asOf the reading's instant
 * @param units of the item's unit size; below zero: given back
 * @param charge who pays and what
 */
record Posting(DayTier of, Instant asOf, BigDecimal units, Charge charge) {

  /** Who is charged for a unit, and what. */
  sealed interface Charge {

    /**
     * A payer and the price of a unit.
     *
     * @param dimension of AWS's metering, that it goes to; empty when the billing account pays
     */
    record Paid(
        Payer payer,
        BigDecimal price,
        Currency currency,
        String priceVersion,
        @Nullable String dimension)
        implements Charge {

      /** The books that it goes to; empty when the billing account pays. */
      Optional<Book> book() {
        return switch (payer) {
          case Payer.CloudAccount account when dimension != null ->
              Optional.of(new Book(account.agreement(), dimension));
          case Payer.CloudAccount account ->
              throw new IllegalStateException("no dimension on " + account.agreement());
          case Payer.BillingCenter _ -> Optional.empty();
        };
      }

      /** The agreement that pays; empty when the billing account does. */
      Optional<AgreementId> agreement() {
        return book().map(Book::agreement);
      }
    }

    /** Nobody is charged; the units count as posted all the same. */
    record Nobody(UnchargedUsage.Reason reason) implements Charge {}
  }

  /** Of a unit; 0 when nobody pays. */
  BigDecimal price() {
    return switch (charge) {
      case Charge.Paid paid -> paid.price();
      case Charge.Nobody _ -> BigDecimal.ZERO;
    };
  }

  /** What it comes to; 0 when nobody pays. */
  BigDecimal amount() {
    return units.multiply(price());
  }

  /** Whether another one is of the same day of the same workspace. */
  boolean isOfDayOf(Posting other) {
    return of.day().equals(other.of.day());
  }

  /** Whether another one goes to the same payer and books, by the same list. */
  boolean isChargedWith(Posting other) {
    return switch (charge) {
      case Charge.Paid paid ->
          other.charge instanceof Charge.Paid too
              && paid.payer().equals(too.payer())
              && paid.currency().equals(too.currency())
              && paid.priceVersion().equals(too.priceVersion())
              && Objects.equals(paid.dimension(), too.dimension());
      case Charge.Nobody _ -> charge.equals(other.charge);
    };
  }
}
