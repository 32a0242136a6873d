package awssimulator.client;

import static awssimulator.client.ControlHttp.segment;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Business time, by which the simulator lives: token life, windows, cancellations. */
public final class Clock {
  private final ControlHttp http;

  Clock(ControlHttp http) {
    this.http = http;
  }

  /**
   * The clock.
   *
   * @param time business time now
   * @param generation grows with every stop of an advance; followers report under it
   * @param advancing whether an advance is under way, the time standing still at its stops
   * @param target where the advance goes, if one is under way
   */
  public record ClockState(
      Instant time, long generation, boolean advancing, @Nullable Instant target) {}

  /**
   * What a follower says of itself.
   *
   * @param generation the generation it worked under
   * @param reached all its work due at or before this moment is done
   * @param nextDue when its next work is due, if it has any
   */
  public record FollowerReport(long generation, Instant reached, @Nullable Instant nextDue) {}

  /** The time now. */
  public ClockState read() {
    return http.get("/clock", ClockState.class);
  }

  /**
   * Moves the time on and returns when it is there, having stopped wherever work was due. While
   * somebody follows the clock it waits at each stop for the followers and for sent notifications
   * to be deleted.
   *
   * @throws SimulatorProblem 409 while another advance is under way, 504 if a follower is late
   */
  public ClockState advance(Duration duration) {
    return http.postAndWait("/clock", Map.of("advance", duration), ClockState.class);
  }

  /**
   * As {@link #advance}, to a moment.
   *
   * @throws SimulatorProblem also 400 for a moment that has passed
   */
  public ClockState set(Instant moment) {
    return http.postAndWait("/clock", Map.of("set", moment), ClockState.class);
  }

  /**
   * Reports as a follower, for whom an advance waits, and returns when the generation has changed,
   * at the latest after a second.
   *
   * @param name the follower's own
   */
  public ClockState follow(String name, FollowerReport report) {
    return http.post("/clock/followers/" + segment(name), report, ClockState.class);
  }
}
