package io.countinghouse.billing;

import io.countinghouse.billing.PostingTable.Charged;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives back units that were charged and turned out not to be used (design, "Reading"): to those
 * charged for them, latest first, at the price each was charged, never more than each was charged.
 */
final class Credits {

  private Credits() {}

  /**
   * The postings that give units back.
   *
   * @param units how many, above 0
   * @param charged who was charged for them, nobody included, the latest first
   * @throws IllegalStateException if fewer units were charged than are to be given back
   */
  static List<Posting> of(DayTier tier, BigDecimal units, List<Charged> charged, Instant asOf) {
    List<Posting> credits = new ArrayList<>();
    BigDecimal left = units;
    for (Charged one : charged) {
      BigDecimal back = one.units().min(left);
      if (back.signum() > 0) {
        credits.add(new Posting(tier, asOf, back.negate(), one.charge()));
        left = left.subtract(back);
      }
    }
    if (left.signum() > 0) {
      throw new IllegalStateException(
          "%s units of %s are to be given back and %s of them were charged to nobody we know"
              .formatted(units.toPlainString(), tier, left.toPlainString()));
    }
    return credits;
  }
}
