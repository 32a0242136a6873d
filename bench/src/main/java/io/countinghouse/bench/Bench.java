package io.countinghouse.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The command behind {@code bin/bench}. */
public final class Bench {

  private static final List<Benchmark> ALL =
      List.of(
          new AdmissionBenchmark(),
          new IntakeBenchmark(),
          new LockingBenchmark(),
          new ReadingBenchmark(),
          new ReportingBenchmark(),
          new SetUpBenchmark());

  private Bench() {}

  /** Runs the benchmark that is named first; names all of them where that is none. */
  public static void main(String[] arguments) throws Exception {
    List<String> words = Arrays.asList(arguments);
    Optional<Benchmark> wanted =
        ALL.stream().filter(it -> !words.isEmpty() && it.name().equals(words.getFirst())).findAny();
    if (wanted.isEmpty()) {
      Console.print("Usage: bin/bench NAME [ARGUMENTS]");
      ALL.forEach(it -> Console.print("  %-10s %s".formatted(it.name(), it.purpose())));
      System.exit(2);
      return;
    }
    wanted.get().run(words.subList(1, words.size()));
    System.exit(0);
  }
}
