package io.countinghouse.console;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number that a customer gives to support and that support finds in the log.
 *
 * @param value two groups of four digits and letters that cannot be mistaken for one another
 */
record SupportNumber(String value) {

  private static final String CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int GROUP = 4;
  private static final Pattern PATTERN =
      Pattern.compile("[" + CHARACTERS + "]{4}-[" + CHARACTERS + "]{4}");
  private static final SecureRandom RANDOM = new SecureRandom();

  static SupportNumber next() {
    return new SupportNumber(group() + "-" + group());
  }

  /** One that a page was given before; empty for anything else. */
  static Optional<SupportNumber> read(@Nullable String text) {
    return text != null && PATTERN.matcher(text).matches()
        ? Optional.of(new SupportNumber(text))
        : Optional.empty();
  }

  private static String group() {
    StringBuilder group = new StringBuilder();
    for (int i = 0; i < GROUP; i++) {
      group.append(CHARACTERS.charAt(RANDOM.nextInt(CHARACTERS.length())));
    }
    return group.toString();
  }

  @Override
  public String toString() {
    return value;
  }
}
