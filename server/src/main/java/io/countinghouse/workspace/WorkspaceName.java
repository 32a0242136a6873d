package io.countinghouse.workspace;

import java.util.EnumSet;
import java.util.Set;

/**
 * What people call a workspace; need not be unique.
 *
 * @param value trimmed, 1 to 64 characters, no control characters
 */
public record WorkspaceName(String value) {

  public static final int LENGTH_MAX = 64;

  /** What can be wrong with a name. */
  public enum Problem {
    EMPTY,
    TOO_LONG,
    CONTROL_CHARACTER
  }

  /**
   * @throws IllegalArgumentException if {@link #problems} finds any
   */
  public WorkspaceName {
    value = value.strip();
    Set<Problem> problems = problems(value);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("not a workspace name: " + problems);
    }
  }

  /** What is wrong with raw input, blanks around it aside; empty when it is a name. */
  public static Set<Problem> problems(String raw) {
    String name = raw.strip();
    Set<Problem> problems = EnumSet.noneOf(Problem.class);
    if (name.isEmpty()) {
      problems.add(Problem.EMPTY);
    }
    if (name.codePointCount(0, name.length()) > LENGTH_MAX) {
      problems.add(Problem.TOO_LONG);
    }
    if (name.codePoints().anyMatch(WorkspaceName::isControl)) {
      problems.add(Problem.CONTROL_CHARACTER);
    }
    return problems;
  }

  /** Controls, line and paragraph separators, and the invisible marks that turn text around. */
  private static boolean isControl(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.FORMAT,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
