package io.countinghouse.kernel;

/**
 * Names an operator of the back office.
 *
 * @param value {@code oper_} and up to 40 lower-case letters and digits
 */
public record OperatorId(String value) {

  private static final String KIND = "oper";

  public OperatorId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static OperatorId next() {
    return new OperatorId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
