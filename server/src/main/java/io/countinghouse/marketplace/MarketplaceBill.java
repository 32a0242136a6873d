package io.countinghouse.marketplace;

import io.countinghouse.kernel.Hour;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the marketplace has charged, to compare our books with. There is none where nothing tells
 * it. Call it outside any transaction.
 */
public interface MarketplaceBill {

  /** What was charged for the hours of a product from one to before another. */
  Answer charged(Product product, Instant from, Instant before);

  /**
   * What was charged to a buyer for an hour and dimension.
   *
   * @param awsAgreementId AWS's id of the agreement
   * @param quantity in units of the dimension
   */
  record Charge(
      String awsAccountId,
      @Nullable String awsAgreementId,
      String dimension,
      Hour hour,
      long quantity) {}

  /** What the marketplace said. */
  sealed interface Answer {

    /** All charges there are. */
    record Charges(List<Charge> charges) implements Answer {
      public Charges {
        charges = List.copyOf(charges);
      }
    }

    /** It could not be asked. */
    record Unavailable(String detail) implements Answer {}
  }
}
