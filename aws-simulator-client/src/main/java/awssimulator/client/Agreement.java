package awssimulator.client;

import awssimulator.client.Offers.Offer;
import awssimulator.client.Offers.Payment;
import awssimulator.client.Offers.Terms;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What there is to say of an agreement between a buyer and a seller. */
public final class Agreement {
  private Agreement() {}

  /** Where a subscription is in its life. */
  public enum State {
    /** Made; the seller is not told yet, or its start is to come. */
    PENDING,
    /** Subscribed. */
    ACTIVE,
    /** Over for the buyer; usage is taken until the window ends. */
    ENDING,
    /** Over. */
    ENDED,
    /** Its payment failed. */
    FAILED
  }

  /** The status that AWS's Agreement API tells. */
  public enum AwsStatus {
    /** It runs. */
    ACTIVE,
    /** The buyer ended it. */
    CANCELLED,
    /** Its time was over. */
    EXPIRED,
    /** AWS ended it. */
    TERMINATED,
    /** Another goes on after it. */
    RENEWED,
    /** Another stands in its place. */
    REPLACED
  }

  /** What happens to a subscription's notifications. */
  public enum Delivery {
    /** They are sent as their cause happens. */
    @JsonProperty("send")
    SEND,
    /** They wait until {@link Subscriptions#release}. */
    @JsonProperty("hold")
    HOLD
  }

  /**
   * Who subscribes to what.
   *
   * @param notifications null is send
   * @param payment null is at once
   * @param offer null is the public one
   */
  public record NewSubscription(
      String accountId,
      String productCode,
      @Nullable Delivery notifications,
      @Nullable Payment payment,
      @Nullable Offer offer) {

    /** An account that subscribes to a product. */
    public static NewSubscription of(String accountId, String productCode) {
      return new NewSubscription(accountId, productCode, null, null, null);
    }

    /** The same, with its notifications held. */
    public NewSubscription holdingNotifications() {
      return new NewSubscription(accountId, productCode, Delivery.HOLD, payment, offer);
    }

    /** The same, with its payment open or failing. */
    public NewSubscription paying(Payment how) {
      return new NewSubscription(accountId, productCode, notifications, how, offer);
    }

    /** The same by another offer. */
    public NewSubscription accepting(Offer accepted) {
      return new NewSubscription(accountId, productCode, notifications, payment, accepted);
    }
  }

  /**
   * A fresh subscription and what the buyer's browser would post.
   *
   * @param licenseArn always there in the concurrent model
   * @param registrationToken for ResolveCustomer
   * @param fulfillmentUrl where the browser would post it
   * @param offerType what it would post as x-amzn-marketplace-offer-type, if anything
   */
  public record Subscribed(
      String agreementId,
      @Nullable String licenseArn,
      String customerIdentifier,
      String customerAwsAccountId,
      String registrationToken,
      String fulfillmentUrl,
      @Nullable String offerType) {}

  /** What the buyer's browser posts by "Set up your account"; see {@link Subscribed}. */
  public record Token(
      String registrationToken, String fulfillmentUrl, @Nullable String offerType) {}

  /**
   * A subscription. All times are business time.
   *
   * @param awsStatus null while there is no agreement at AWS: its payment is open or failed
   * @param suspended whether AWS suspended it or the buyer's account
   * @param activeAt from when on usage is taken
   * @param windowEndsAt when the hour after the end is over
   */
  public record Subscription(
      String agreementId,
      String productCode,
      String accountId,
      String customerIdentifier,
      @Nullable String licenseArn,
      State state,
      @Nullable AwsStatus awsStatus,
      boolean notificationsHeld,
      boolean suspended,
      Instant createdAt,
      @Nullable Instant activeAt,
      @Nullable Instant cancelledAt,
      @Nullable Instant windowEndsAt,
      @Nullable Instant endedAt,
      @Nullable Instant advisoryIssuedAt,
      @Nullable Instant advisoryResolvedAt,
      Terms terms) {}

  /** A thing that happened to an agreement. */
  public enum What {
    /** The buyer accepted the offer. */
    ACCEPTED,
    /** The payment is open. */
    PAYMENT_OPEN,
    /** The payment was made. */
    PAID,
    /** The payment failed. */
    PAYMENT_FAILED,
    /** It began to run. */
    STARTED,
    /** Its held notifications were sent. */
    RELEASED,
    /** Its terms changed. */
    AMENDED,
    /** The buyer accepted a better offer. */
    UPGRADED,
    /** Its final window opened. */
    ENDING,
    /** Its licence was taken away. */
    DEPROVISIONED,
    /** It was over. */
    ENDED,
    /** The buyer came back in the final window. */
    RETURNED,
    /** Another goes on after it. */
    RENEWED,
    /** Another stands in its place. */
    REPLACED,
    /** AWS suspended it. */
    SUSPENDED,
    /** AWS lifted the suspension. */
    RESUMED,
    /** AWS suspected the buyer's account. */
    ADVISORY_ISSUED,
    /** The suspicion was cleared. */
    ADVISORY_RESOLVED,
    /** The seller asked to cancel, or that was answered. */
    CANCELLATION_REQUEST,
    /** A message was published. */
    MESSAGE
  }

  /**
   * An entry of an agreement's history.
   *
   * @param detail a message's kind, an id or a status; may be empty
   */
  public record HistoryEntry(Instant at, What what, String detail) {}
}
