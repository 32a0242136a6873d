package awssimulator.queue;

import awssimulator.settings.ProductSettings;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What lies on a queue for a message: an EventBridge event as it is (facts §3.1), a legacy one in
 * an SNS envelope or raw (§2.4).
 */
final class Bodies {
  private static final JsonMapper JSON = new JsonMapper();

  private Bodies() {}

  /** The SQS body of a message published at that time. */
  static String of(
      ProductSettings product, String kind, String messageId, Instant publishedAt, String message) {
    return wrapped(product)
        ? SnsEnvelope.wrap(product, kind, messageId, publishedAt, message)
        : message;
  }

  /** Whether the product's messages come in an SNS envelope. */
  static boolean wrapped(ProductSettings product) {
    return !product.concurrent() && product.delivery() == ProductSettings.Delivery.ENVELOPE;
  }

  /** The id of an event, or a new one for a message that SNS delivers. */
  static String messageId(ProductSettings product, String message) {
    if (product.concurrent()) {
      String id = text(message, "id");
      if (!id.isEmpty()) {
        return id;
      }
    }
    return UUID.randomUUID().toString();
  }

  /** What a message says it is: its action or its detail-type; "other" if it says neither. */
  static String kind(String message) {
    String action = text(message, "action");
    String kind = action.isEmpty() ? text(message, "detail-type") : action;
    return kind.isEmpty() ? "other" : kind;
  }

  private static String text(String message, String member) {
    try {
      JsonNode node = JSON.readTree(message).path(member);
      return node.isString() ? node.stringValue() : "";
    } catch (JacksonException _) {
      return "";
    }
  }
}
