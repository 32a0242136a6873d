package io.countinghouse.marketplace;

import java.util.List;

/**
 * Which agreements AWS holds, where it has an API for it (facts, 6: the global partition only).
 * Call it outside any transaction.
 */
public interface AgreementSearch {

  /** Whether AWS has the API for a product. */
  default boolean knows(Product product) {
    return product.model() == Product.Model.CONCURRENT && product.partition().equals("aws");
  }

  /** All active agreements of the seller of a product, of its other products too. */
  Answer active(Product product);

  /**
   * An agreement as AWS holds it.
   *
   * @param id AWS's id
   * @param awsAccountId the buyer's
   * @param products AWS's ids of the products it is about ({@code prod-…})
   */
  record Held(String id, String awsAccountId, List<String> products) {}

  /** What AWS said. */
  sealed interface Answer {

    /** All there are. */
    record Active(List<Held> agreements) implements Answer {
      public Active {
        agreements = List.copyOf(agreements);
      }
    }

    /** AWS could not be asked. */
    record Unavailable(String detail) implements Answer {}
  }
}
