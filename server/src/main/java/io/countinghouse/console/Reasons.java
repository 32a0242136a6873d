package io.countinghouse.console;

/** What operators give as their reason: never empty, never an essay. */
final class Reasons {

  static final int LENGTH_MAX = 500;

  private Reasons() {}

  /** Adds what is wrong with a reason, under the field {@code reason}. */
  static void check(String reason, FieldProblems problems) {
    if (reason.isBlank()) {
      problems.add("reason", "succession.problem.reason");
    } else if (reason.strip().length() > LENGTH_MAX) {
      problems.add("reason", "succession.problem.reason-long", LENGTH_MAX);
    }
  }
}
