package io.countinghouse.kernel;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Business time is the machine's time. */
final class SystemClock implements BusinessClock {

  private final Clock clock;

  SystemClock(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
