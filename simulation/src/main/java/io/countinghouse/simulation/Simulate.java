package io.countinghouse.simulation;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command behind {@code bin/simulate}. */
public final class Simulate {

  private static final PrintStream OUT = System.out;
  private static final String USAGE =
      "Usage: bin/simulate --days N --seed S [--seeds HOW-MANY] [--trace]";

  private Simulate() {}

  /**
   * Runs a seed, or as many from it on, one after the other: what is compiled for the first serves
   * the others. Ends with 1 if something did not hold.
   */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    Integer days = number(words, "--days");
    Integer first = number(words, "--seed");
    Integer seeds = words.contains("--seeds") ? number(words, "--seeds") : Integer.valueOf(1);
    if (days == null || first == null || seeds == null || days < 1 || seeds < 1) {
      OUT.println(USAGE);
      System.exit(2);
      return;
    }
    boolean holds = true;
    for (int seed = first; seed < first + seeds; seed++) {
      holds &= run(days, seed, words.contains("--trace") ? OUT : null);
    }
    System.exit(holds ? 0 : 1);
  }

  private static boolean run(int days, int seed, @Nullable PrintStream trace) {
    long started = System.nanoTime();
    Simulation.Result result = Simulation.run(Simulation.Plan.of(days, seed, trace));
    print(result, days, (System.nanoTime() - started) / 1_000_000_000);
    return result.problems().isEmpty();
  }

  private static @Nullable Integer number(List<String> words, String name) {
    int at = words.indexOf(name);
    try {
      return at < 0 || at + 1 >= words.size() ? null : Integer.valueOf(words.get(at + 1));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static void print(Simulation.Result result, int days, long seconds) {
    if (!result.problems().isEmpty()) {
      OUT.println("Before it:");
      result.last().forEach(OUT::println);
      OUT.println("What does not hold:");
      result.problems().forEach(OUT::println);
      OUT.println("Again: bin/simulate --days " + days + " --seed " + result.seed());
    }
    OUT.println("Reached: " + result.reached());
    OUT.println(
        "seed %d: %s; %d of %d days' ends checked, %d steps, %d usage events, %d crashes, digest %x, %d s"
            .formatted(
                result.seed(),
                result.problems().isEmpty() ? "everything holds" : "something does not hold",
                result.daysChecked(),
                days,
                result.steps(),
                result.events(),
                result.crashes(),
                result.digest(),
                seconds));
  }
}
