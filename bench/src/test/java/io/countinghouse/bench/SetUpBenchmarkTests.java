package io.countinghouse.bench;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark in small: it checks itself that each step answers as it should. */
class SetUpBenchmarkTests {

  @Test
  void itRuns() throws Exception {
    new SetUpBenchmark().run(List.of("--rounds=3", "--warm-ups=1"));
  }
}
