package io.countinghouse.bench;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark in small: it checks itself that each event it sent is stored. */
class IntakeBenchmarkTests {

  @Test
  void itRunsWithEventsHeld() throws Exception {
    new IntakeBenchmark()
        .run(
            List.of(
                "--rounds=1",
                "--events=2000",
                "--singles=20",
                "--writers=2",
                "--workspaces=5",
                "--held=400"));
  }

  @Test
  void itRunsWithGeneratedUsage() throws Exception {
    new IntakeBenchmark()
        .run(
            List.of(
                "--rounds=1",
                "--warm-ups=0",
                "--events=2000",
                "--singles=20",
                "--writers=2",
                "--workspaces=5",
                "--generated=1"));
  }
}
