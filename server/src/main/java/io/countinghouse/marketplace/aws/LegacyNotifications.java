package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.Fact;
import io.countinghouse.marketplace.NotificationReader;
import io.countinghouse.marketplace.NotificationReader.Reading.NotUnderstood;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The subscription notifications of the legacy model (facts, 2.2). */
@Component
class LegacyNotifications implements NotificationReader {

  private static final Map<String, Fact> FACTS =
      Map.of(
          "subscribe-success", Fact.SUBSCRIBED,
          "subscribe-fail", Fact.SUBSCRIBE_FAILED,
          "unsubscribe-pending", Fact.UNSUBSCRIBE_PENDING,
          "unsubscribe-success", Fact.UNSUBSCRIBED);

  private final SnsNotifications sns;

  LegacyNotifications(SnsNotifications sns) {
    this.sns = sns;
  }

  @Override
  public Reading read(String body) {
    Optional<JsonNode> message = sns.message(body);
    if (message.isEmpty()) {
      return new NotUnderstood("not a JSON object");
    }
    String action = text(message.get(), "action", "Action");
    String product = text(message.get(), "product-code", "ProductCode");
    String customer = text(message.get(), "customer-identifier", "CustomerIdentifier");
    if (product.isEmpty() || customer.isEmpty()) {
      return new NotUnderstood("no product-code or no customer-identifier");
    }
    String offer = text(message.get(), "offer-identifier", "OfferIdentifier");
    String trial = text(message.get(), "isFreeTrialTermPresent", "IsFreeTrialTermPresent");
    Fact fact = FACTS.get(action);
    return fact == null
        ? new NotUnderstood("unknown action " + action)
        : new Understood(fact, product, customer, offer.isEmpty() ? null : offer, freeTrial(trial));
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
