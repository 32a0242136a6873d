package io.countinghouse.bench;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportingBenchmarkTests {

  /** It fails by itself unless all is sent and accepted. */
  @Test
  void itReportsAFewRecords() {
    assertThatCode(() ->
            new ReportingBenchmark()
                .run(List.of("--records=200", "--agreements=60", "--calls-per-second=50")))
        .doesNotThrowAnyException();
  }
}
