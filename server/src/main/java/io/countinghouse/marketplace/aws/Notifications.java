package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.Fact;
import io.countinghouse.marketplace.NotificationReader;
import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.NotificationReader.Reading.NotUnderstood;
import io.countinghouse.marketplace.NotificationReader.Reading.Noted;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.marketplace.NotificationReader.Subject;
import io.countinghouse.marketplace.Why;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The notifications of the legacy model (facts, 2.2) and the events of the concurrent one. */
@Component
class Notifications implements NotificationReader {

  private static final Map<String, Fact> FACTS =
      Map.of(
          "subscribe-success", Fact.SUBSCRIBED,
          "subscribe-fail", Fact.SUBSCRIBE_FAILED,
          "unsubscribe-pending", Fact.UNSUBSCRIBE_PENDING,
          "unsubscribe-success", Fact.UNSUBSCRIBED);

  private final SnsNotifications sns;

  Notifications(SnsNotifications sns) {
    this.sns = sns;
  }

  @Override
  public Reading read(String body) {
    Optional<JsonNode> message = sns.message(body);
    if (message.isEmpty()) {
      return new NotUnderstood(Why.NOT_JSON.of());
    }
    return EventBridgeEvents.isEvent(message.get())
        ? EventBridgeEvents.read(message.get())
        : legacy(message.get());
  }

  private static Reading legacy(JsonNode message) {
    String action = text(message, "action", "Action");
    String product = text(message, "product-code", "ProductCode");
    String customer = text(message, "customer-identifier", "CustomerIdentifier");
    if (product.isEmpty() || customer.isEmpty()) {
      return new NotUnderstood(Why.NO_CUSTOMER.of());
    }
    if (action.equals("entitlement-updated")) {
      // Contract quantities; what we sell is metered.
      return new Noted(action, null);
    }
    Fact fact = FACTS.get(action);
    if (fact == null) {
      return new NotUnderstood(Why.UNKNOWN_ACTION.of(action));
    }
    String offer = text(message, "offer-identifier", "OfferIdentifier");
    String trial = text(message, "isFreeTrialTermPresent", "IsFreeTrialTermPresent");
    return new Understood(
        fact,
        new Subject.OfCustomer(new AgreementKey.Customer(product, customer)),
        Details.ofOffer(offer.isEmpty() ? null : offer, freeTrial(trial)));
  }

  /** AWS sends the words "true" and "false" as strings (facts, P30). */
  private static @Nullable Boolean freeTrial(String word) {
    return switch (word) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  /**
   * A value by its key, or by that of very old pages, without the blanks AWS's own example has
   * around it.
   */
  private static String text(JsonNode message, String key, String oldKey) {
    return message.path(key).asString(message.path(oldKey).asString("")).strip();
  }
}
