package io.countinghouse.identity;

import io.countinghouse.kernel.Ids;

/**
 * Names a registration under way.
 *
 * @param value {@code rgst_} and up to 40 lower-case letters and digits
 */
public record RegistrationId(String value) {

  private static final String KIND = "rgst";

  public RegistrationId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static RegistrationId next() {
    return new RegistrationId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
