package io.countinghouse.kernel;

import java.util.regex.Pattern;

/**
 * Names a console account, which signs in to the workspaces of one site.
 *
 * @param value {@code cons_} and up to 40 lower-case letters and digits
 */
public record ConsoleAccountId(String value) {

  private static final Pattern PATTERN = Ids.pattern("cons");

  public ConsoleAccountId {
    Ids.checked(PATTERN, value);
  }

  /** A new, unguessable id. */
  public static ConsoleAccountId next() {
    return new ConsoleAccountId(Ids.next("cons"));
  }

  @Override
  public String toString() {
    return value;
  }
}
