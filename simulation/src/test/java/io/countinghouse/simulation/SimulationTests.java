package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.simulation.Simulation.Plan;
import io.countinghouse.simulation.Simulation.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Days of everything, for bin/check; bin/simulate runs more of them. */
@Tag("slow")
class SimulationTests {

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void fifteenDaysHold(long seed) {
    Result result = Simulation.run(Plan.of(15, seed, null));

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

  @Test
  void theSameSeedGoesTheSameWay() {
    Result first = Simulation.run(Plan.of(2, 11, null));
    Result second = Simulation.run(Plan.of(2, 11, null));

    assertThat(second.steps()).isEqualTo(first.steps());
    assertThat(second.digest()).isEqualTo(first.digest());
  }
}
