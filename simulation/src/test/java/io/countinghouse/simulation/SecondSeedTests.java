package io.countinghouse.simulation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Days of everything once more, by another seed. */
@Tag("slow")
class SecondSeedTests {

  @Test
  void fifteenDaysOfTheSecondSeedHold() {
    Fortnight.assertHolds(2);
  }
}
