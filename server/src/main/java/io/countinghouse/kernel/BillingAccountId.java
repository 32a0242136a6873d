package io.countinghouse.kernel;

/**
 * Names a billing account, which pays.
 *
 * @param value {@code bill_} and up to 40 lower-case letters and digits
 */
public record BillingAccountId(String value) {

  private static final String KIND = "bill";

  public BillingAccountId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static BillingAccountId next() {
    return new BillingAccountId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
