package io.countinghouse.identity;

import io.countinghouse.kernel.Ids;

/**
 * Names a request for a code; says nothing about the code.
 *
 * @param value {@code code_} and up to 40 lower-case letters and digits
 */
public record EmailCodeId(String value) {

  private static final String KIND = "code";

  public EmailCodeId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static EmailCodeId next() {
    return new EmailCodeId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
