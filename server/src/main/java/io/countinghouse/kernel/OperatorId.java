package io.countinghouse.kernel;

import java.util.regex.Pattern;

/**
 * Names an operator of the back office.
 *
 * @param value {@code oper_} and up to 40 lower-case letters and digits
 */
public record OperatorId(String value) {

  private static final Pattern PATTERN = Ids.pattern("oper");

  public OperatorId {
    Ids.checked(PATTERN, value);
  }

  /** A new, unguessable id. */
  public static OperatorId next() {
    return new OperatorId(Ids.next("oper"));
  }

  @Override
  public String toString() {
    return value;
  }
}
