package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HourTests {

  @Test
  void aReadingExactlyOnTheHourBelongsToTheHourBefore() {
    assertThat(Hour.ofReading(Instant.parse("2026-05-01T00:00:00Z")))
        .isEqualTo(new Hour(Instant.parse("2026-04-30T23:00:00Z")));
    assertThat(Hour.ofReading(Instant.parse("2026-05-01T00:00:00.000001Z")))
        .isEqualTo(new Hour(Instant.parse("2026-05-01T00:00:00Z")));
  }

  @Test
  void onlyAFullHourStartsAnHour() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Hour(Instant.parse("2026-05-01T00:00:01Z")));
  }
}
