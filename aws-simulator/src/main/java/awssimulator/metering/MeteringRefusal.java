package awssimulator.metering;

/** A batch of usage records is refused as a whole (facts §4.6). */
public class MeteringRefusal extends RuntimeException {
  /** Why; each but one is an exception of the same name on the wire. */
  public enum Reason {
    /** A record is too old or too far in the future. */
    TIMESTAMP_OUT_OF_BOUNDS,
    /** A dimension is not one of the product's. */
    INVALID_USAGE_DIMENSION,
    /** A customer is not known. */
    INVALID_CUSTOMER_IDENTIFIER,
    /** A licence is not known, not the customer's, not active then, or another product's. */
    INVALID_LICENSE,
    /** The product is not known, or another seller's. */
    INVALID_PRODUCT_CODE,
    /** A tag is malformed. */
    INVALID_TAG,
    /** There are too many tags; its name on the wire is a setting (conflict C9). */
    TOO_MANY_TAGS,
    /** Allocations do not add up, or contradict each other. */
    INVALID_USAGE_ALLOCATIONS,
    /** The product cannot be metered in the region. */
    DISABLED_API,
    /** A member is missing, out of range, or contradicts another. */
    VALIDATION
  }

  private final Reason reason;

  MeteringRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
