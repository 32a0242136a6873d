package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.simulation.Simulation.Plan;
import io.countinghouse.simulation.Simulation.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Thirty days of everything, for bin/check; bin/simulate runs more of them. */
@Tag("slow")
class SimulationTests {

  private static final int FORTNIGHT = 15;

  private static Result first;

  @BeforeAll
  static void run() {
    first = Simulation.run(Plan.of(FORTNIGHT, 1, null));
  }

  @Test
  void fifteenDaysOfTheFirstSeedHold() {
    assertHolds(first);
  }

  @Test
  void fifteenDaysOfTheSecondSeedHold() {
    assertHolds(Simulation.run(Plan.of(FORTNIGHT, 2, null)));
  }

  /** A failure can be looked into. */
  @Test
  void theSameSeedGoesTheSameWayAgain() {
    Result again = Simulation.run(Plan.of(3, 1, null));

    // A run's last day differs: it ends well.
    assertThat(again.midnights()).hasSize(3);
    assertThat(again.midnights().subList(0, 2)).isEqualTo(first.midnights().subList(0, 2));
  }

  /** All holds, and enough has happened that this says something. */
  private static void assertHolds(Result result) {
    assertThat(result.problems())
        .as("seed %d, before it: %s", result.seed(), result.last())
        .isEmpty();
    assertThat(result.daysChecked()).isGreaterThan(7);
    assertThat(result.crashes()).isGreaterThan(5);
    assertThat(result.reached())
        .containsKeys(
            "agreement ENDED",
            "agreement SUCCEEDED",
            "charged to nobody",
            "cleared",
            "credit",
            "locked",
            "locked for arrears",
            "method changed by a customer",
            "record ACCEPTED",
            "transfer APPROVED",
            "unlocked");
  }
}
