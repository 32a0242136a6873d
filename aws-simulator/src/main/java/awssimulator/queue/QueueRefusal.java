package awssimulator.queue;

/** A notification or a rule cannot be handled as was asked. */
public final class QueueRefusal extends RuntimeException {
  /** Why. */
  public enum Reason {
    /** There is no such notification or rule. */
    NOT_FOUND,
    /** It is there, but where it is now forbids the step. */
    CONFLICT,
    /** The request itself is wrong. */
    INVALID
  }

  private final Reason reason;

  QueueRefusal(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
