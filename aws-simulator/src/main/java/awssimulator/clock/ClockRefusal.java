package awssimulator.clock;

/** The clock cannot be moved so. */
public class ClockRefusal extends RuntimeException {
  /** Why. */
  public enum Reason {
    /** Another advance is under way. */
    ADVANCE_IN_PROGRESS,
    /** The target lies in the past. */
    BACKWARDS,
    /** A follower did not report a stop as done in time. */
    FOLLOWER_LATE
  }

  private final Reason reason;

  ClockRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
