package rulebreakers;

/** Writes past the log. */
public final class Prints {

  void say() {
    System.out.println("hello"); // house-rules: broken on purpose
  }
}
