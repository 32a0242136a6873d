package io.countinghouse.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address that mail can be sent to; free-mail addresses are as good as others.
 *
 * @param value trimmed, its domain in lower case, at most 254 characters (RFC 5321, 4.5.3.1)
 */
public record EmailAddress(String value) implements CodeAddress {

  public static final int LENGTH_MAX = 254;

  private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?=[^@]{1,64}@)"
              + ATOM
              + "(?:\\."
              + ATOM
              + ")*@(?:"
              + LABEL
              + "\\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]");

  /** What can be wrong with an address. */
  public enum Problem {
    EMPTY,
    TOO_LONG,
    MALFORMED
  }

  /**
   * @throws IllegalArgumentException if {@link #problem} finds one
   */
  public EmailAddress {
    value = value.strip();
    Optional<Problem> problem = problem(value);
    if (problem.isPresent()) {
      throw new IllegalArgumentException("not an e-mail address: " + problem.get());
    }
    int at = value.indexOf('@');
    value = value.substring(0, at) + value.substring(at).toLowerCase(Locale.ROOT);
  }

  /** What is wrong with raw input, blanks around it aside; empty when it is an address. */
  public static Optional<Problem> problem(String raw) {
    String address = raw.strip();
    if (address.isEmpty()) {
      return Optional.of(Problem.EMPTY);
    }
    if (address.length() > LENGTH_MAX) {
      return Optional.of(Problem.TOO_LONG);
    }
    return SYNTAX.matcher(address).matches() ? Optional.empty() : Optional.of(Problem.MALFORMED);
  }

  /** Its first letter and its domain: {@code l***@example.com}. */
  @Override
  public String masked() {
    return value.charAt(0) + "***" + value.substring(value.indexOf('@'));
  }

  @Override
  public String toString() {
    return value;
  }
}
