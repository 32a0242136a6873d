package io.countinghouse;

import io.countinghouse.kernel.BusinessClock;
import java.time.Duration;
import java.time.Instant;

/** Business time that moves only when a test says so; it starts one minute before a month ends. */
public final class TestClock implements BusinessClock {

  /** A month's last minute in UTC, and still the last evening of it in Asia and America. */
  public static final Instant START = Instant.parse("2026-04-30T23:59:00Z");

  private volatile Instant now = START;

  @Override
  public Instant now() {
    return now;
  }

  /** Moves on, or back by a negative duration. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  public void set(Instant instant) {
    now = instant;
  }

  /** Back to where it started. */
  public void reset() {
    now = START;
  }
}
