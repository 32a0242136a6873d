package io.countinghouse.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A UTC hour, the only grain AWS meters at.
 *
 * @param start its first instant, on the full hour
 */
public record Hour(Instant start) implements Comparable<Hour> {

  public Hour {
    if (!start.equals(start.truncatedTo(ChronoUnit.HOURS))) {
      throw new IllegalArgumentException("not on the hour: " + start);
    }
  }

  /** The hour that contains an instant; a full hour is the start of its hour. */
  public static Hour containing(Instant instant) {
    return new Hour(instant.truncatedTo(ChronoUnit.HOURS));
  }

  /**
   * The hour a reading belongs to: that of its {@code asOf}; exactly on the hour, the hour before.
   */
  public static Hour ofReading(Instant asOf) {
    Hour hour = containing(asOf);
    return hour.start.equals(asOf) ? hour.previous() : hour;
  }

  /** The first instant after this hour. */
  public Instant end() {
    return start.plus(Duration.ofHours(1));
  }

  public Hour next() {
    return new Hour(end());
  }

  public Hour previous() {
    return new Hour(start.minus(Duration.ofHours(1)));
  }

  @Override
  public int compareTo(Hour other) {
    return start.compareTo(other.start);
  }

  @Override
  public String toString() {
    return start.toString();
  }
}
