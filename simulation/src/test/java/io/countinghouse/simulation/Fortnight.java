package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.simulation.Simulation.Plan;
import io.countinghouse.simulation.Simulation.Result;

/** Half of the days that bin/check runs; a class of each half, so that both run at once. */
final class Fortnight {

  private static final int DAYS = 15;

  private Fortnight() {}

  /** Runs a seed's days: all holds, and enough has happened that this says something. */
  static void assertHolds(long seed) {
    Result result = Simulation.run(Plan.of(DAYS, seed, null));

    assertThat(result.problems()).as("seed %d, before it: %s", seed, result.last()).isEmpty();
    assertThat(result.daysChecked()).isGreaterThan(7);
    assertThat(result.crashes()).isGreaterThan(5);
    assertThat(result.reached())
        .containsKeys(
            "agreement ENDED",
            "agreement SUCCEEDED",
            "charged to nobody",
            "credit",
            "locked",
            "record ACCEPTED",
            "unlocked");
  }
}
