package io.countinghouse.kernel;

/**
 * Names a console account, which signs in to the workspaces of one site.
 *
 * @param value {@code cons_} and up to 40 lower-case letters and digits
 */
public record ConsoleAccountId(String value) {

  private static final String KIND = "cons";

  public ConsoleAccountId {
    Ids.checked(KIND, value);
  }

  /** A new, unguessable id. */
  public static ConsoleAccountId next() {
    return new ConsoleAccountId(Ids.next(KIND));
  }

  @Override
  public String toString() {
    return value;
  }
}
