package io.countinghouse.webhook;

import io.countinghouse.identity.SecretBox;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs what is sent, and keeps the secrets closed. */
@Component
class WebhookSigner {

  private final EndpointTable endpoints;
  private final SecretBox box;
  private final Clock wallClock;
  private final TransactionTemplate tx;

  WebhookSigner(EndpointTable endpoints, SecretBox box, Clock wallClock, TransactionTemplate tx) {
    this.endpoints = endpoints;
    this.box = box;
    this.wallClock = wallClock;
    this.tx = tx;
  }

  /** A secret as it is stored. */
  byte[] closed(String endpoint, WebhookSecret secret) {
    return box.close(endpoint, secret.key());
  }

  /** The headers of one try; while a former secret holds, the signature of each. */
  Map<String, String> headers(String endpoint, String messageId, String payload) {
    EndpointTable.Secrets secrets =
        Objects.requireNonNull(tx.execute(_ -> endpoints.secrets(endpoint)));
    Instant now = wallClock.instant();
    long timestamp = now.getEpochSecond();
    String signatures = opened(endpoint, secrets.secret()).sign(messageId, timestamp, payload);
    byte[] former = secrets.former();
    Instant until = secrets.formerUntil();
    if (former != null && until != null && now.isBefore(until)) {
      signatures += " " + opened(endpoint, former).sign(messageId, timestamp, payload);
    }
    return Map.of(
        "webhook-id", messageId,
        "webhook-timestamp", Long.toString(timestamp),
        "webhook-signature", signatures);
  }

  private WebhookSecret opened(String endpoint, byte[] closed) {
    return new WebhookSecret(box.open(endpoint, closed));
  }
}
