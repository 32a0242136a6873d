package io.countinghouse.kernel;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * Business time that is set from outside: standing still, or running at wall speed from where it
 * was set.
 */
public final class DrivenClock implements BusinessClock {

  private record Setting(Instant at, long nanos, boolean running) {}

  private final LongSupplier nanoTime;
  private volatile Setting setting;

  /**
   * @param start where it stands, still, until it is set
   * @param nanoTime a steady source of elapsed nanoseconds
   */
  public DrivenClock(Instant start, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.setting = new Setting(start, nanoTime.getAsLong(), false);
  }

  /** Sets the time; {@code running} lets it go on at wall speed. */
  public void set(Instant at, boolean running) {
    setting = new Setting(at, nanoTime.getAsLong(), running);
  }

  @Override
  public Instant now() {
    Setting now = setting;
    Instant time = now.running ? now.at.plusNanos(nanoTime.getAsLong() - now.nanos) : now.at;
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
