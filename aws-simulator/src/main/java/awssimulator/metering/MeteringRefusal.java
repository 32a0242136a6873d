package awssimulator.metering;

/** A batch of usage records is refused as a whole (facts §4.6). */
public class MeteringRefusal extends RuntimeException {
  /** Why; each is an exception of the same name on the wire. */
  public enum Reason {
    /** A record is too old or too far in the future. */
    TIMESTAMP_OUT_OF_BOUNDS,
    /** A dimension is not one of the product's. */
    INVALID_USAGE_DIMENSION,
    /** A customer is not known. */
    INVALID_CUSTOMER_IDENTIFIER,
    /** A licence is not known. */
    INVALID_LICENSE,
    /** The product is not known, or another seller's. */
    INVALID_PRODUCT_CODE,
    /** A tag is malformed, or there are too many. */
    INVALID_TAG,
    /** Allocations do not add up, or contradict each other. */
    INVALID_USAGE_ALLOCATIONS,
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
