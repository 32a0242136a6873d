package io.countinghouse.demo.clock;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How far one press of a button goes. */
enum ClockStep {
  HOUR("hour", Duration.ofHours(1)),
  DAY("day", Duration.ofDays(1)),
  FORTNIGHT("fortnight", Duration.ofDays(14));

  private final String code;
  private final Duration distance;

  ClockStep(String code, Duration distance) {
    this.code = code;
    this.distance = distance;
  }

  /** Its name in the form and in the texts. */
  String code() {
    return code;
  }

  Duration distance() {
    return distance;
  }

  static Optional<ClockStep> ofCode(String code) {
    return Arrays.stream(values()).filter(step -> step.code.equals(code)).findFirst();
  }
}
