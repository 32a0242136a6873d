package io.countinghouse.simulation;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command behind {@code bin/simulate}. */
public final class Simulate {

  private static final PrintStream OUT = System.out;
  private static final String USAGE = "Usage: bin/simulate --days N --seed S [--trace]";

  private Simulate() {}

  /** Runs one seed; ends with 1 if something did not hold. */
  public static void main(String[] arguments) {
    List<String> words = List.of(arguments);
    Integer days = number(words, "--days");
    Integer seed = number(words, "--seed");
    if (days == null || seed == null || days < 1) {
      OUT.println(USAGE);
      System.exit(2);
      return;
    }
    long started = System.nanoTime();
    Simulation.Result result =
        Simulation.run(Simulation.Plan.of(days, seed, words.contains("--trace") ? OUT : null));
    long seconds = (System.nanoTime() - started) / 1_000_000_000;
    print(result, days, seconds);
    System.exit(result.problems().isEmpty() ? 0 : 1);
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
