package io.countinghouse.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.simulation.Simulation.Plan;
import io.countinghouse.simulation.Simulation.Result;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A failure can be looked into: its seed goes the same way again. */
@Tag("slow")
class SameSeedTests {

  @Test
  void theSameSeedGoesTheSameWay() {
    Result first = Simulation.run(Plan.of(2, 11, null));
    Result second = Simulation.run(Plan.of(2, 11, null));

    assertThat(second.steps()).isEqualTo(first.steps());
    assertThat(second.digest()).isEqualTo(first.digest());
  }
}
