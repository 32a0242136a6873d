package io.countinghouse.bench;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark in small: it checks itself that each request is admitted. */
class AdmissionBenchmarkTests {

  @Test
  void itRuns() throws Exception {
    new AdmissionBenchmark()
        .run(List.of("--rounds=1", "--warm-ups=0", "--requests=400", "--workspaces=5"));
  }
}
