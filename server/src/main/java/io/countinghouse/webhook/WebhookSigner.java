package io.countinghouse.webhook;

import io.countinghouse.identity.SecretBox;
import io.countinghouse.kernel.MessageSigner;
import io.countinghouse.kernel.SigningSecret;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs what is sent, and keeps the secrets closed. */
@Component
class WebhookSigner {

  private final EndpointTable endpoints;
  private final SecretBox box;
  private final MessageSigner signer;
  private final Clock wallClock;
  private final TransactionTemplate tx;

  WebhookSigner(
      EndpointTable endpoints,
      SecretBox box,
      MessageSigner signer,
      Clock wallClock,
      TransactionTemplate tx) {
    this.endpoints = endpoints;
    this.box = box;
    this.signer = signer;
    this.wallClock = wallClock;
    this.tx = tx;
  }

  /** A secret as it is stored. */
  byte[] closed(String endpoint, SigningSecret secret) {
    return box.close(endpoint, secret.key());
  }

  /** The headers of one try; while former secrets hold, the signature of each. */
  Map<String, String> headers(String endpoint, String messageId, String payload) {
    Instant now = wallClock.instant();
    EndpointTable.Secrets secrets =
        Objects.requireNonNull(tx.execute(_ -> endpoints.secrets(endpoint, now)));
    return signer.headers(
        Stream.concat(Stream.of(secrets.secret()), secrets.former().stream())
            .map(it -> opened(endpoint, it))
            .toList(),
        messageId,
        payload);
  }

  private SigningSecret opened(String endpoint, byte[] closed) {
    return new SigningSecret(box.open(endpoint, closed));
  }
}
