package awssimulator.client;

import static awssimulator.client.ControlHttp.segment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Subscriptions (agreements) and every step of their lives. */
public final class Subscriptions {
  private final ControlHttp http;

  Subscriptions(ControlHttp http) {
    this.http = http;
  }

  /** Where a subscription is in its life. */
  public enum State {
    /** Made; not yet told to the seller. */
    PENDING,
    /** Subscribed. */
    ACTIVE,
    /** Cancelled; usage is taken until the window ends. */
    ENDING,
    /** Over. */
    ENDED
  }

  /** What happens to a subscription's notifications. */
  public enum Delivery {
    /** They are sent as their cause happens. */
    send,
    /** They wait until {@link Subscriptions#release}. */
    hold
  }

  /**
   * Who subscribes to what.
   *
   * @param notifications null is send
   */
  public record NewSubscription(
      String accountId, String productCode, @Nullable Delivery notifications) {

    /** An account that subscribes to a product. */
    public static NewSubscription of(String accountId, String productCode) {
      return new NewSubscription(accountId, productCode, null);
    }

    /** The same, with its notifications held. */
    public NewSubscription holdingNotifications() {
      return new NewSubscription(accountId, productCode, Delivery.hold);
    }
  }

  /**
   * A fresh subscription and what the buyer's browser would post.
   *
   * @param registrationToken for ResolveCustomer
   * @param fulfillmentUrl where the browser would post it
   */
  public record Subscribed(
      String agreementId,
      @Nullable String licenseArn,
      String customerIdentifier,
      String customerAwsAccountId,
      String registrationToken,
      String fulfillmentUrl) {}

  /** What the buyer's browser posts by "Set up your account". */
  public record Token(String registrationToken, String fulfillmentUrl) {}

  /**
   * A subscription. All times are business time.
   *
   * @param activeAt when the seller was told; metering counts from then
   * @param windowEndsAt when the hour after the end is over
   */
  public record Subscription(
      String agreementId,
      String productCode,
      String accountId,
      String customerIdentifier,
      @Nullable String licenseArn,
      State state,
      boolean notificationsHeld,
      Instant createdAt,
      @Nullable Instant activeAt,
      @Nullable Instant cancelledAt,
      @Nullable Instant windowEndsAt,
      @Nullable Instant endedAt) {}

  private record Released(int sent) {}

  /** All subscriptions, newest first. */
  public List<Subscription> list() {
    return http.list("/subscriptions", Subscription.class);
  }

  /** Subscribes as the buyer does in the marketplace. */
  public Subscribed subscribe(NewSubscription subscription) {
    return http.post("/subscriptions", subscription, Subscribed.class);
  }

  /** As {@link #subscribe(NewSubscription)}, with no more than account and product. */
  public Subscribed subscribe(String accountId, String productCode) {
    return subscribe(NewSubscription.of(accountId, productCode));
  }

  /** One subscription. */
  public Subscription read(String agreementId) {
    return http.get(path(agreementId), Subscription.class);
  }

  /** A new registration token, as from pressing "Set up your account" again. */
  public Token issueToken(String agreementId) {
    return http.post(path(agreementId) + "/token", Map.of(), Token.class);
  }

  /** Cancels as the buyer does; usage is taken for another hour. */
  public Subscription cancel(String agreementId) {
    return http.post(path(agreementId) + "/cancel", Map.of(), Subscription.class);
  }

  /** Sends what was held and returns how many that were. */
  public int release(String agreementId) {
    return http.post(path(agreementId) + "/notifications/release", Map.of(), Released.class).sent();
  }

  private static String path(String agreementId) {
    return "/subscriptions/" + segment(agreementId);
  }
}
