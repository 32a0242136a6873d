package io.countinghouse.identity;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name an account signs in with; two that differ in case only are equal.
 *
 * @param value 3 to 40 of letters, digits, {@code .}, {@code _} and {@code -}, starting with a
 *     letter or digit; as its owner wrote it
 */
public record Username(String value) {

  public static final int LENGTH_MIN = 3;
  public static final int LENGTH_MAX = 40;

  private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._-]*");
  private static final Pattern START = Pattern.compile("[A-Za-z0-9].*", Pattern.DOTALL);

  /** What can be wrong with a username. */
  public enum Problem {
    TOO_SHORT,
    TOO_LONG,
    WRONG_CHARACTER,
    WRONG_START
  }

  /**
   * @throws IllegalArgumentException if {@link #problems} finds any
   */
  public Username {
    value = value.strip();
    Set<Problem> problems = problems(value);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("not a username: " + problems);
    }
  }

  /** How a typed name, whether it is a username or not, is counted and compared. */
  static String folded(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT);
  }

  /** What is wrong with raw input, blanks around it aside; empty when it is a username. */
  public static Set<Problem> problems(String raw) {
    String name = raw.strip();
    Set<Problem> problems = EnumSet.noneOf(Problem.class);
    if (name.length() < LENGTH_MIN) {
      problems.add(Problem.TOO_SHORT);
    }
    if (name.length() > LENGTH_MAX) {
      problems.add(Problem.TOO_LONG);
    }
    if (!CHARACTERS.matcher(name).matches()) {
      problems.add(Problem.WRONG_CHARACTER);
    }
    if (!name.isEmpty() && !START.matcher(name).matches()) {
      problems.add(Problem.WRONG_START);
    }
    return problems;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Username(String name) && value.equalsIgnoreCase(name);
  }

  @Override
  public int hashCode() {
    return value.toLowerCase(Locale.ROOT).hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
