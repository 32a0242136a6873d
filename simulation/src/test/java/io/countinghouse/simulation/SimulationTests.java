package io.countinghouse.simulation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Days of everything, for bin/check; bin/simulate runs more of them. */
@Tag("slow")
class SimulationTests {

  @Test
  void fifteenDaysOfTheFirstSeedHold() {
    Fortnight.assertHolds(1);
  }
}
