package awssimulator.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told to the sellers' queues: to see, to send, to hold back, to lose, to double. */
public final class Notifications {
  private final ControlHttp http;

  Notifications(ControlHttp http) {
    this.http = http;
  }

  /** Where a notification is. */
  public enum State {
    /** Waits to be released. */
    HELD,
    /** Is sent when its time has come. */
    DELAYED,
    /** Sent; kept until the queue shows it deleted. */
    SENT,
    /** Received too often without being deleted; in the dead-letter queue. */
    DEAD,
    /** A consumer deleted it. */
    DELETED,
    /** Never sent, unless released after all. */
    LOST
  }

  /**
   * A message to a seller's queue.
   *
   * @param id the simulator's own number for it
   * @param messageId what a consumer removes duplicates by: the SNS message id, or the id of an
   *     event
   * @param agreementId the agreement it tells of, if any
   * @param kind the action of a legacy notification, the detail-type of an event
   * @param message what is told, without the envelope
   * @param occurredAt when its cause happened, in business time
   * @param publishedAt what the SNS envelope says; null while its agreement's are held
   * @param dueAt when a delayed one is sent
   * @param sentAt business time of sending; null while it waits
   * @param copyOf the id of the one it doubles, if it does
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
      @Nullable Long ruleId) {}

  /**
   * Which notifications to list; null is any.
   *
   * @param before only those with a lower id: the last one of the page before
   * @param limit how many at most, 1 to 1000; null is 100
   */
  public record Filter(
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      @Nullable State state,
      @Nullable Long before,
      @Nullable Integer limit) {

    /** The latest 100. */
    public static Filter latest() {
      return new Filter(null, null, null, null, null, null);
    }

    /** The latest 100 of one agreement. */
    public static Filter ofAgreement(String agreementId) {
      return new Filter(null, agreementId, null, null, null, null);
    }
  }

  /**
   * A message of your own making.
   *
   * @param message a string, sent as it is, or anything else, sent as its JSON
   * @param raw whether it goes without an SNS envelope; null is as the product's settings say
   * @param messageId that of an earlier one to double it; null makes one
   * @param timestamp the envelope's time; null is now
   */
  public record NewNotification(
      String productCode,
      Object message,
      @Nullable Boolean raw,
      @Nullable String messageId,
      @Nullable Instant timestamp) {

    /** A message as the product's own are. */
    public static NewNotification of(String productCode, Object message) {
      return new NewNotification(productCode, message, null, null, null);
    }
  }

  /** In which order waiting notifications are sent. */
  public enum Order {
    /** As their causes happened. */
    @JsonProperty("occurred")
    OCCURRED,
    /** The other way round. */
    @JsonProperty("reversed")
    REVERSED,
    /** By the seed. */
    @JsonProperty("shuffled")
    SHUFFLED
  }

  /**
   * Which waiting notifications to send, and in which order.
   *
   * @param ids these, in this order, all or none; null for all held and delayed ones that match
   * @param productCode null is any, as are the next two
   * @param order null is as they occurred
   * @param seed of a shuffled order; null is 0
   */
  public record Release(
      @Nullable List<Long> ids,
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      @Nullable Order order,
      @Nullable Long seed) {

    /** These, in this order. */
    public static Release of(List<Long> ids) {
      return new Release(ids, null, null, null, null, null);
    }

    /** All that wait, in that order. */
    public static Release all(Order order) {
      return new Release(null, null, null, null, order, null);
    }
  }

  /** How a notification comes more often. */
  public enum Doubling {
    /** The publisher delivers it again: the same message id in another SQS message. */
    @JsonProperty("duplicate")
    DUPLICATE,
    /** SQS delivers the same SQS message again after it was deleted. */
    @JsonProperty("redeliver")
    REDELIVER
  }

  private record Sent(String messageId) {}

  private record Released(int sent) {}

  /** Those that match, newest first. */
  public List<Notification> list(Filter filter) {
    QueryString query =
        new QueryString()
            .with("productCode", filter.productCode())
            .with("agreementId", filter.agreementId())
            .with("kind", filter.kind())
            .with("state", filter.state())
            .with("before", filter.before())
            .with("limit", filter.limit());
    return http.list("/notifications" + query, Notification.class);
  }

  /** One notification. */
  public Notification read(long id) {
    return http.get("/notifications/" + id, Notification.class);
  }

  /** Puts a message on a product's queue and returns its message id. */
  public String send(NewNotification notification) {
    return http.post("/notifications", notification, Sent.class).messageId();
  }

  /** Sends notifications that wait and returns how many that were. */
  public int release(Release release) {
    return http.post("/notifications/release", release, Released.class).sent();
  }

  /** Sends a held, delayed or lost one now. */
  public Notification release(long id) {
    return http.post("/notifications/" + id + "/release", Map.of(), Notification.class);
  }

  /** Keeps a delayed or lost one until it is released. */
  public Notification hold(long id) {
    return http.post("/notifications/" + id + "/hold", Map.of(), Notification.class);
  }

  /** Loses a held or delayed one; it stays visible and can be released after all. */
  public Notification lose(long id) {
    return http.post("/notifications/" + id + "/lose", Map.of(), Notification.class);
  }

  /** Sends a held, delayed or lost one after a while of business time. */
  public Notification delay(long id, Duration by) {
    return http.post("/notifications/" + id + "/delay", Map.of("by", by), Notification.class);
  }

  /**
   * Lets one that was sent come more often.
   *
   * @param copies how often, 1 to 100
   */
  public Notification duplicate(long id, Doubling how, int copies) {
    return http.post(
        "/notifications/" + id + "/duplicate",
        Map.of("how", how, "copies", copies),
        Notification.class);
  }
}
