package io.countinghouse.generator;

import java.io.PrintStream;
import java.time.Clock;
import java.util.List;

/** The command behind {@code bin/generate-usage}. */
public final class GenerateUsage {

  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  private GenerateUsage() {}

  /** Sends what was asked for and says what the server made of it. */
  public static void main(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      OUT.println(Arguments.USAGE);
      return;
    }
    try {
      Arguments wanted = Arguments.read(args, System.getenv(), Clock.systemUTC());
      UsageApiClient.Taken taken =
          new UsageGenerator(
                  new GeneratedUsage(wanted.seed(), Profile.ALL_ITEMS, wanted.reports()),
                  new UsageApiClient(wanted.server(), wanted.key(), wanted.batch()),
                  wanted.workspaces())
              .run(wanted.from(), wanted.hours(), wanted.speed());
      OUT.printf(
          "%d events accepted, %d duplicates, %d of unknown workspaces%n",
          taken.accepted(), taken.duplicates(), taken.unknownWorkspace());
    } catch (Arguments.WrongArgumentException | UsageApiClient.NotTakenException e) {
      ERR.println(e.getMessage());
      System.exit(1);
    }
  }
}
