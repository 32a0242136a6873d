package awssimulator;

import awssimulator.clock.ClockControl;
import awssimulator.clock.ClockState;
import awssimulator.clock.Deliveries;
import awssimulator.clock.FollowerReport;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * The simulator's own clock, without the HTTP before it: a run stops it a hundred times a day, and
 * has it tell each time that it is done.
 */
public final class HandClock {

  private static final String FOLLOWER = "simulation";

  private final ClockControl clock;
  private final Deliveries deliveries;

  /** Of a running simulator. */
  public HandClock(AwsSimulator simulator) {
    ApplicationContext context = simulator.context();
    this.clock = context.getBean(ClockControl.class);
    this.deliveries = context.getBean(Deliveries.class);
  }

  /** Moves the time on to an instant, from stop to stop; returns when it is there. */
  public void advanceTo(Instant until) {
    try {
      clock.advanceTo(until);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Reports as the one who follows, and returns when the clock has moved on, at the latest after a
   * second.
   *
   * @param generation under which the work was done
   * @param reached all work due by then is done
   * @param next when more is due; empty if nothing is
   */
  public ClockState follow(long generation, Instant reached, @Nullable Instant next) {
    try {
      return clock.follow(FOLLOWER, new FollowerReport(generation, reached, next));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether a message may be on a queue. */
  public boolean queuesHold() {
    return !deliveries.undelivered().isEmpty();
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while the clock moved", e);
  }
}
