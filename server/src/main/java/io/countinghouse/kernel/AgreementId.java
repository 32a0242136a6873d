package io.countinghouse.kernel;

/**
 * Names an agreement in our books; not AWS's agreement id.
 *
 * @param value {@code agmt_} and up to 40 lower-case letters and digits
 */
public record AgreementId(String value) {

  private static final String KIND = "agmt";

  public AgreementId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static AgreementId next() {
    return new AgreementId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
