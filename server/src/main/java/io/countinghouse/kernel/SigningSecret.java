package io.countinghouse.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that signs by the Standard Webhooks convention: {@code whsec_} and base 64. */
public final class SigningSecret {

  /** The header that names a message. */
  public static final String ID = "webhook-id";

  /** The header that says when it was signed, in seconds of Unix time. */
  public static final String TIMESTAMP = "webhook-timestamp";

  /** The header with the signatures, blanks between them. */
  public static final String SIGNATURE = "webhook-signature";

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  /** The convention's limits for a key. */
  private static final int BYTES_MIN = 24;

  private static final int BYTES_MAX = 64;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] key;

  public SigningSecret(byte[] key) {
    this.key = key.clone();
  }

  /** A new, unguessable one. */
  public static SigningSecret next() {
    byte[] key = new byte[BYTES];
    RANDOM.nextBytes(key);
    return new SigningSecret(key);
  }

  /**
   * A secret as it is shown.
   *
   * @throws IllegalArgumentException if it is none; the message does not hold it
   */
  public static SigningSecret ofShown(String shown) {
    if (shown.startsWith(PREFIX)) {
      byte[] key = decoded(shown.substring(PREFIX.length()));
      if (key.length >= BYTES_MIN && key.length <= BYTES_MAX) {
        return new SigningSecret(key);
      }
    }
    throw new IllegalArgumentException(
        "not whsec_ and %d to %d bytes in base 64".formatted(BYTES_MIN, BYTES_MAX));
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /** What it signs with. */
  public byte[] key() {
    return key.clone();
  }

  /** As it is shown, once. */
  public String shown() {
    return PREFIX + Base64.getEncoder().encodeToString(key);
  }

  /**
   * The headers of a message, with the signature of each secret.
   *
   * @param timestamp seconds of Unix time (wall time)
   */
  public static Map<String, String> headers(
      List<SigningSecret> secrets, String messageId, long timestamp, String payload) {
    return Map.of(
        ID,
        messageId,
        TIMESTAMP,
        Long.toString(timestamp),
        SIGNATURE,
        secrets.stream()
            .map(it -> it.sign(messageId, timestamp, payload))
            .collect(Collectors.joining(" ")));
  }

  /**
   * The signature of a message, {@code v1,…}.
   *
   * @param timestamp seconds of Unix time
   */
  public String sign(String messageId, long timestamp, String payload) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      String content = messageId + "." + timestamp + "." + payload;
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /**
   * Whether one of a message's signatures is this secret's.
   *
   * @param signatures as they came, blanks between them
   */
  public boolean signed(String messageId, long timestamp, String payload, String signatures) {
    byte[] expected = sign(messageId, timestamp, payload).getBytes(StandardCharsets.UTF_8);
    boolean found = false;
    for (String signature : signatures.split(" ", -1)) {
      found |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }
    return found;
  }

  @Override
  public String toString() {
    return PREFIX + "***";
  }
}
