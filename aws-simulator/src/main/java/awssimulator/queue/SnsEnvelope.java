package awssimulator.queue;

import awssimulator.settings.ProductSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The SNS envelope around a marketplace message, as an SQS consumer reads it when raw delivery is
 * off (facts §2.4). Its signature has the right form but verifies against nothing: an SQS consumer
 * relies on the queue's policy.
 */
final class SnsEnvelope {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int RSA_2048_BYTES = 256;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonMapper JSON = new JsonMapper();

  private SnsEnvelope() {}

  /** The SQS body for a message sent by SNS at that business time. */
  static String wrap(
      ProductSettings product, String kind, String messageId, Instant sentAt, String message) {
    String topic = topicArn(product, kind);
    String host = "https://sns.%s.%s".formatted(region(product), domain(product));
    Map<String, String> envelope = new LinkedHashMap<>();
    envelope.put("Type", "Notification");
    envelope.put("MessageId", messageId);
    envelope.put("TopicArn", topic);
    envelope.put("Message", message);
    envelope.put("Timestamp", MILLIS.format(sentAt));
    envelope.put("SignatureVersion", "1");
    envelope.put("Signature", signature());
    envelope.put(
        "SigningCertURL", host + "/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem");
    envelope.put(
        "UnsubscribeURL",
        host
            + "/?Action=Unsubscribe&SubscriptionArn="
            + topic
            + ":7c1d2e3f-1111-4222-8333-444455556666");
    return JSON.writeValueAsString(envelope);
  }

  /** One topic for subscriptions, one for entitlements (facts §2.1, §8). */
  private static String topicArn(ProductSettings product, String kind) {
    String about = kind.startsWith("entitlement-") ? "entitlement" : "subscription";
    return "arn:%s:sns:%s:%s:aws-mp-%s-notification-%s"
        .formatted(
            product.partition(), region(product), product.topicOwner(), about, product.code());
  }

  /** AWS's topics are in one region of a partition, wherever usage is metered (facts §2.1). */
  private static String region(ProductSettings product) {
    return switch (product.partition()) {
      case "aws" -> "us-east-1";
      case "aws-cn" -> "cn-northwest-1";
      default -> product.region();
    };
  }

  private static String domain(ProductSettings product) {
    return product.partition().equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
  }

  private static String signature() {
    byte[] bytes = new byte[RSA_2048_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
