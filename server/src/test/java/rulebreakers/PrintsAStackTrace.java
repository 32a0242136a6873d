package rulebreakers;

/** Writes past the log. */
public final class PrintsAStackTrace {

  void say(Exception e) {
    e.printStackTrace(); // house-rules: broken on purpose
  }
}
