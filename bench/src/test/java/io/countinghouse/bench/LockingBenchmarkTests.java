package io.countinghouse.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class LockingBenchmarkTests {

  /** It fails by itself unless each workspace is locked and somebody told. */
  @Test
  void itLocksAFewWorkspaces() {
    assertThatCode(() -> new LockingBenchmark().run(List.of("--workspaces=50", "--rounds=1")))
        .doesNotThrowAnyException();
  }
}
