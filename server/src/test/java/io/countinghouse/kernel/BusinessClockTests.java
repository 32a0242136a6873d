package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessClockTests {

  @ParameterizedTest
  @CsvSource({
    "10:02:37.500, PT1H, 11:02:00",
    "10:02:00, PT1H, 11:02:00",
    "10:02:37.500, PT30S, 10:03:00",
    "10:02:37.500, PT10S, 10:02:47.500",
    "10:02:00, PT59S, 10:02:59"
  })
  void whatIsDoneEverySoOftenIsDueAtAWholeMinuteWhereOneLiesBetween(
      String now, Duration pause, String due) {
    BusinessClock clock = () -> at(now);
    assertThat(clock.in(pause)).isEqualTo(at(due));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-05-12T" + time + "Z");
  }
}
