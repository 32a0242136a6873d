package awssimulator.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message to a seller's queue.
 *
 * @param id the simulator's own number for it, by which the control API names it
 * @param messageId what a consumer removes duplicates by: the SNS message id, or the id of an
 *     EventBridge event; the same when it is delivered again
 * @param productCode whose queue
 * @param agreementId the agreement it tells of, if any
 * @param kind the action of a legacy notification, the detail-type of an event
 * @param message what is told, without the envelope
 * @param state where it is
 * @param occurredAt business time of its cause
 * @param publishedAt the time its SNS envelope says; null while its agreement's notifications are
 *     held
 * @param dueAt when a delayed one is sent
 * @param sentAt business time at which it came to the queue; null before
 * @param copyOf the id of the notification that it repeats
 * @param ruleId the rule that decided about it, if one did
 */
public record Notification(
    long id,
    String messageId,
    String productCode,
    @Nullable String agreementId,
    String kind,
    String message,
    State state,
    Instant occurredAt,
    @Nullable Instant publishedAt,
    @Nullable Instant dueAt,
    @Nullable Instant sentAt,
    @Nullable Long copyOf,
    @Nullable Long ruleId) {

  /** Where a notification is. */
  public enum State {
    /** Waits to be released. */
    HELD,
    /** Waits for a moment of business time. */
    DELAYED,
    /** On the queue; kept until the queue shows it deleted. */
    SENT,
    /** Received too often without being deleted; in the dead-letter queue. */
    DEAD,
    /** A consumer deleted it. */
    DELETED,
    /** Never delivered, unless it is sent after all. */
    LOST
  }

  /** Whether it has not come to the queue yet. */
  public boolean waits() {
    return switch (state) {
      case HELD, DELAYED, LOST -> true;
      case SENT, DEAD, DELETED -> false;
    };
  }

  private Notification with(
      State newState,
      @Nullable Instant published,
      @Nullable Instant due,
      @Nullable Instant sent,
      @Nullable Long original,
      @Nullable Long rule) {
    return new Notification(
        id,
        messageId,
        productCode,
        agreementId,
        kind,
        message,
        newState,
        occurredAt,
        published,
        due,
        sent,
        original,
        rule);
  }

  Notification publishedAt(Instant at) {
    return with(state, at, dueAt, sentAt, copyOf, ruleId);
  }

  Notification sentAt(Instant at) {
    return with(State.SENT, publishedAt, null, at, copyOf, ruleId);
  }

  Notification waiting(State newState, @Nullable Instant due) {
    return with(newState, publishedAt, due, null, copyOf, ruleId);
  }

  Notification ruledBy(long rule) {
    return with(state, publishedAt, dueAt, sentAt, copyOf, rule);
  }

  Notification copyOf(long original) {
    return with(state, publishedAt, dueAt, sentAt, original, ruleId);
  }
}
