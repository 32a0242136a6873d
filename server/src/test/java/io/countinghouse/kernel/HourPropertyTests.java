package io.countinghouse.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class HourPropertyTests {

  /** From 1970 to 2100, in microseconds. */
  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
  }

  @Property
  void anInstantLiesInItsHourAndInNoOther(
      @ForAll @LongRange(min = 0, max = 4_102_444_800_000_000L) long micros) {
    Instant instant = instant(micros);
    Hour hour = Hour.containing(instant);
    assertThat(hour.start()).isBeforeOrEqualTo(instant);
    assertThat(hour.end()).isAfter(instant);
  }

  @Property
  void hoursFollowEachOtherWithoutGap(
      @ForAll @LongRange(min = 0, max = 4_102_444_800_000_000L) long micros) {
    Hour hour = Hour.containing(instant(micros));
    assertThat(hour.next().start()).isEqualTo(hour.end());
    assertThat(hour.next().previous()).isEqualTo(hour);
    assertThat(hour).isLessThan(hour.next());
  }

  @Property
  void aReadingBelongsToTheHourWhoseEndItHasNotPassed(
      @ForAll @LongRange(min = 3_600_000_000L, max = 4_102_444_800_000_000L) long micros) {
    Instant asOf = instant(micros);
    Hour hour = Hour.ofReading(asOf);
    assertThat(hour.start()).isBefore(asOf);
    assertThat(hour.end()).isAfterOrEqualTo(asOf);
  }
}
