package io.countinghouse.bench;

import java.util.List;

/**
 * What to measure.
 *
 * @param rounds how often both take their turn
 * @param warmUps how often before that, unmeasured, until the JVM has compiled what is hot
 * @param events how many events a turn has, in batches
 * @param singles how many events a turn has, one by one
 * @param writers how many connections write at once
 * @param workspaces how many workspaces the events are of
 * @param held how many events are held before
 * @param generated whether events are those of the usage generator, instead of ones with random ids
 */
record IntakeOptions(
    int rounds,
    int warmUps,
    int events,
    int singles,
    int writers,
    int workspaces,
    int held,
    boolean generated) {

  /** Reads {@code --name=number}. */
  static IntakeOptions read(List<String> arguments) {
    return new IntakeOptions(
        number(arguments, "rounds", 5),
        number(arguments, "warm-ups", 2),
        number(arguments, "events", 100_000),
        number(arguments, "singles", 5_000),
        number(arguments, "writers", 4),
        number(arguments, "workspaces", 100),
        number(arguments, "held", 0),
        number(arguments, "generated", 0) == 1);
  }

  private static int number(List<String> arguments, String name, int otherwise) {
    String prefix = "--" + name + "=";
    return arguments.stream()
        .filter(it -> it.startsWith(prefix))
        .map(it -> Integer.parseInt(it.substring(prefix.length())))
        .findFirst()
        .orElse(otherwise);
  }
}
