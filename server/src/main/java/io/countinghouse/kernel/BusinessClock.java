package io.countinghouse.kernel;

import java.time.Instant;

/**
 * The time that business rules go by: hours, deadlines, bindings, prices.
 *
 * <p>Signatures, sessions, cookies, e-mail codes and rate limits go by wall time instead.
 */
public interface BusinessClock {

  /**
   * The present business time, in microseconds, so that what is stored equals what was computed.
   */
  Instant now();
}
