package io.countinghouse.kernel;

import java.util.regex.Pattern;

/**
 * Names an agreement in our books; not AWS's agreement id.
 *
 * @param value {@code agmt_} and up to 40 lower-case letters and digits
 */
public record AgreementId(String value) {

  private static final Pattern PATTERN = Ids.pattern("agmt");

  public AgreementId {
    Ids.checked(PATTERN, value);
  }

  /** A new, unguessable id. */
  public static AgreementId next() {
    return new AgreementId(Ids.next("agmt"));
  }

  @Override
  public String toString() {
    return value;
  }
}
