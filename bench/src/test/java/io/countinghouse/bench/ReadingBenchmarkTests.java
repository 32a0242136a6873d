package io.countinghouse.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingBenchmarkTests {

  /** It fails by itself unless all is read and posted. */
  @Test
  void itReadsAFewWorkspaces() {
    assertThatCode(() ->
            new ReadingBenchmark()
                .run(List.of("--workspaces=2500", "--agreements=10", "--warm-ups=100")))
        .doesNotThrowAnyException();
  }
}
