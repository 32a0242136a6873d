package io.countinghouse.bench;

import java.io.PrintStream;

/** What a benchmark tells the person who runs it. */
final class Console {

  private static final PrintStream OUT = System.out;

  private Console() {}

  static void print(String line) {
    OUT.println(line);
  }
}
