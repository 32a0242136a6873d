package io.countinghouse.kernel;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Makes and checks ids: a prefix that names the kind, an underscore, and 128 random bits in hex.
 */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 16;

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
   * The pattern of the ids of a kind; ids are also made by hand in tests and imports, hence the
   * room.
   */
  static Pattern pattern(String prefix) {
    return Pattern.compile(prefix + "_[0-9a-z]{1,40}");
  }

  static String checked(Pattern pattern, String value) {
    if (!pattern.matcher(value).matches()) {
      throw new IllegalArgumentException("not an id of the form " + pattern + ": " + value);
    }
    return value;
  }
}
