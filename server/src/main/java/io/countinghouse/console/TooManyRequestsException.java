package io.countinghouse.console;

import java.io.Serial;
import java.time.Duration;

/** A caller has used up a limit. */
final class TooManyRequestsException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /**
   * @param retryAfter how long until the next one is taken
   */
  TooManyRequestsException(RateLimits.Limit limit, Duration retryAfter) {
    super("limit " + limit + " is used up for " + retryAfter);
    this.retryAfter = retryAfter;
  }

  Duration retryAfter() {
    return retryAfter;
  }
}
