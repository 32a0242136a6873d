package awssimulator.market;

/** The marketplace does not do what was asked. */
public class MarketRefusal extends RuntimeException {
  /** Why. */
  public enum Reason {
    /** What was asked for does not exist. */
    NOT_FOUND,
    /** It exists, but its state forbids the step. */
    CONFLICT,
    /** The request itself is wrong. */
    INVALID
  }

  private final Reason reason;

  MarketRefusal(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
