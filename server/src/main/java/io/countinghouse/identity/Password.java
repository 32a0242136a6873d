package io.countinghouse.identity;

import java.util.EnumSet;
import java.util.Set;

/**
 * A password as its owner typed it, on its way to being hashed; never stored, never printed.
 *
 * @param value 10 to 200 characters
 */
public record Password(String value) {

  public static final int LENGTH_MIN = 10;
  public static final int LENGTH_MAX = 200;

  /** What can be wrong with a password. */
  public enum Problem {
    TOO_SHORT,
    TOO_LONG,
    SAME_AS_USERNAME,
    SAME_AS_EMAIL
  }

  /**
   * @throws IllegalArgumentException if its length is wrong
   */
  public Password {
    Set<Problem> problems = problems(value, "", "");
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("not a password: " + problems);
    }
  }

  /**
   * What is wrong with raw input; empty when it is a good password.
   *
   * @param username the account's username as typed; empty when it has none
   * @param email the account's address as typed; empty when it has none
   */
  public static Set<Problem> problems(String raw, String username, String email) {
    Set<Problem> problems = EnumSet.noneOf(Problem.class);
    if (raw.length() < LENGTH_MIN) {
      problems.add(Problem.TOO_SHORT);
    }
    if (raw.length() > LENGTH_MAX) {
      problems.add(Problem.TOO_LONG);
    }
    if (!raw.isBlank() && raw.strip().equalsIgnoreCase(username.strip())) {
      problems.add(Problem.SAME_AS_USERNAME);
    }
    if (!raw.isBlank() && raw.strip().equalsIgnoreCase(email.strip())) {
      problems.add(Problem.SAME_AS_EMAIL);
    }
    return problems;
  }

  /**
   * @throws IllegalArgumentException if it is the account's username or address
   */
  void checkFor(Username username, EmailAddress email) {
    Set<Problem> problems = problems(value, username.value(), email.value());
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("not a password for this account: " + problems);
    }
  }

  @Override
  public String toString() {
    return "***";
  }
}
