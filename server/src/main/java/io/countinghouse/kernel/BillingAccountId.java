package io.countinghouse.kernel;

import java.util.regex.Pattern;

/**
 * Names a billing account, which pays.
 *
 * @param value {@code bill_} and up to 40 lower-case letters and digits
 */
public record BillingAccountId(String value) {

  private static final Pattern PATTERN = Ids.pattern("bill");

  public BillingAccountId {
    Ids.checked(PATTERN, value);
  }

  /** A new, unguessable id. */
  public static BillingAccountId next() {
    return new BillingAccountId(Ids.next("bill"));
  }

  @Override
  public String toString() {
    return value;
  }
}
