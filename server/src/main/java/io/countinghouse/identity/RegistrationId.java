package io.countinghouse.identity;

import io.countinghouse.kernel.Ids;
import java.util.regex.Pattern;

/**
 * Names a registration under way.
 *
 * @param value {@code rgst_} and up to 40 lower-case letters and digits
 */
public record RegistrationId(String value) {

  private static final Pattern PATTERN = Pattern.compile("rgst_[0-9a-z]{1,40}");

  public RegistrationId {
    if (!PATTERN.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of a registration: " + value);
    }
  }

  /** A new, unguessable id. */
  public static RegistrationId next() {
    return new RegistrationId(Ids.next("rgst"));
  }

  @Override
  public String toString() {
    return value;
  }
}
