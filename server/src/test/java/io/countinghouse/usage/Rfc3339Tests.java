package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Tests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2016-12-31T23:59:60Z",
        "2016-12-31T15:59:60-08:00",
        "2017-01-01T07:59:60+08:00",
        "2017-01-01T05:29:60+05:30"
      })
  void aLeapSecondIsTheSecondBeforeInEachZone(String time) {
    assertThat(Rfc3339.parse(time)).contains(Instant.parse("2016-12-31T23:59:59Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2016-12-31T22:59:60Z",
        "2016-12-31T23:59:60-08:00",
        "2016-12-31T15:59:60+08:00",
        "2016-12-31T23:59:61Z"
      })
  void secondsLeapAtTheEndOfADayInUtcAlone(String time) {
    assertThat(Rfc3339.parse(time)).isEmpty();
  }
}
