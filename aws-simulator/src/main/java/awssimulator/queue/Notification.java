package awssimulator.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message to a seller's queue.
 *
 * @param messageId the SNS message id; the same when it is delivered again
 * @param productCode whose queue
 * @param agreementId the agreement it tells of, if any
 * @param message what is told, without the envelope
 * @param state where it is
 * @param sentAt business time of sending; null while held
 */
public record Notification(
    String messageId,
    String productCode,
    @Nullable String agreementId,
    String message,
    State state,
    @Nullable Instant sentAt) {

  /** Where a notification is. */
  public enum State {
    /** Waits to be released. */
    HELD,
    /** Sent; kept until the queue shows it deleted. */
    SENT,
    /** Received too often without being deleted; in the dead-letter queue. */
    DEAD,
    /** A consumer deleted it. */
    DELETED
  }
}
