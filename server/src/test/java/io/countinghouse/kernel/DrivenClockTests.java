package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DrivenClockTests {

  private static final Instant START = Instant.parse("2026-04-30T23:59:00Z");

  private final AtomicLong nanos = new AtomicLong(77);
  private final DrivenClock clock = new DrivenClock(START, nanos::get);

  @Test
  void itStandsStillUntilItIsSet() {
    nanos.addAndGet(5_000_000_000L);
    assertThat(clock.now()).isEqualTo(START);
  }

  @Test
  void itRunsAtWallSpeedFromWhereItWasSet() {
    clock.set(START.plusSeconds(60), true);
    nanos.addAndGet(1_500_000_999L);
    assertThat(clock.now()).isEqualTo(Instant.parse("2026-05-01T00:00:01.500Z"));
  }
}
