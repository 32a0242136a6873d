package io.countinghouse.kernel;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes and checks ids: a prefix that names the kind, an underscore, and 128 random bits in hex.
 */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;
  private static final int RANDOM_LENGTH_MAX = 40;

  private Ids() {}

  /**
   * A new id that nobody can guess.
   *
   * @param prefix the kind, lower-case letters, such as {@code wksp}
   */
  public static String next(String prefix) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return prefix + "_" + HexFormat.of().formatHex(bytes);
  }

  /**
   * An id, if it is one of a kind: up to 40 lower-case letters and digits follow, for ids are also
   * made by hand in tests and imports. Each row and each event has some: it is looked at by hand.
   *
   * @param prefix the kind
   * @throws IllegalArgumentException if it is not
   */
  public static String checked(String prefix, String value) {
    int from = prefix.length() + 1;
    int length = value.length();
    boolean fits =
        length > from
            && length <= from + RANDOM_LENGTH_MAX
            && value.startsWith(prefix)
            && value.charAt(prefix.length()) == '_';
    for (int i = from; fits && i < length; i++) {
      char is = value.charAt(i);
      fits = (is >= 'a' && is <= 'z') || (is >= '0' && is <= '9');
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "not an id of the form %s_[0-9a-z]{1,%d}: %s"
              .formatted(prefix, RANDOM_LENGTH_MAX, value));
    }
    return value;
  }
}
