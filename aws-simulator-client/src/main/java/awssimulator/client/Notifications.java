package awssimulator.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told to the sellers' queues. */
public final class Notifications {
  private final ControlHttp http;

  Notifications(ControlHttp http) {
    this.http = http;
  }

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

  /**
   * A message to a seller's queue.
   *
   * @param messageId the same when it is delivered again
   * @param agreementId the agreement it tells of, if any
   * @param message what is told, without the envelope
   * @param sentAt business time of sending; null while held
   */
  public record Notification(
      String messageId,
      String productCode,
      @Nullable String agreementId,
      String message,
      State state,
      @Nullable Instant sentAt) {}

  /**
   * A message of your own making.
   *
   * @param message a string, sent as it is, or anything else, sent as its JSON
   * @param raw whether it goes without an SNS envelope; null is false
   * @param messageId that of an earlier one to double it; null makes one
   * @param timestamp the envelope's time; null is now
   */
  public record NewNotification(
      String productCode,
      Object message,
      @Nullable Boolean raw,
      @Nullable String messageId,
      @Nullable Instant timestamp) {

    /** A message in an envelope of now. */
    public static NewNotification of(String productCode, Object message) {
      return new NewNotification(productCode, message, null, null, null);
    }
  }

  private record Sent(String messageId) {}

  /**
   * The latest, newest first.
   *
   * @param limit how many at most, 1 to 1000
   */
  public List<Notification> list(int limit) {
    return http.list("/notifications" + new QueryString().with("limit", limit), Notification.class);
  }

  /** Puts a message on a product's queue and returns its message id. */
  public String send(NewNotification notification) {
    return http.post("/notifications", notification, Sent.class).messageId();
  }
}
