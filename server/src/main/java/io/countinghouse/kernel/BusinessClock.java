package io.countinghouse.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time that business rules go by: hours, deadlines, bindings, prices.
 *
 * <p>Signatures, sessions, cookies, codes and rate limits go by wall time instead.
 */
public interface BusinessClock {

  /**
   * The present business time, in microseconds, so that what is stored equals what was computed.
   */
  Instant now();

  /**
   * When to do again what is done every so often and at no exact time: that much from now, at a
   * whole minute where one lies between. What several parts do every hour is then due together, and
   * a driven clock stops for it once.
   *
   * @param pause how often it is done
   */
  default Instant in(Duration pause) {
    Instant now = now();
    Instant due = now.plus(pause);
    Instant minute = due.truncatedTo(ChronoUnit.MINUTES);
    return minute.isAfter(now) ? minute : due;
  }
}
