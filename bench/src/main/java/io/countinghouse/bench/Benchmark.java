package io.countinghouse.bench;

import java.util.List;

/** One benchmark of {@code bin/bench}. */
interface Benchmark {

  /** The word that names it on the command line. */
  String name();

  /** One line on what it measures and against what. */
  String purpose();

  /**
   * Measures and prints what it found, ratios included.
   *
   * @param arguments what stands after its name on the command line
   */
  void run(List<String> arguments) throws Exception;
}
