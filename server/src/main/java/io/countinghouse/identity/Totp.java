package io.countinghouse.identity;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes by time as of RFC 6238, the way authenticator apps make them: HMAC-SHA1, steps of 30
 * seconds, six digits.
 */
final class Totp {

  static final int STEP_SECONDS = 30;
  static final int DIGITS = 6;

  /** A code of so many steps before or after is taken too: clocks differ and people are slow. */
  private static final int WINDOW = 1;

  private static final int[] POWERS = {
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private Totp() {}

  /**
   * What the QR code of a secret holds.
   *
   * @param issuer how the app calls us
   * @param username how the app calls the account
   * @param secret in base 32
   */
  static String uri(String issuer, String username, String secret) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
        .formatted(
            encoded(issuer), encoded(username), secret, encoded(issuer), DIGITS, STEP_SECONDS);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The step that an instant lies in, counted from 1970. */
  static long stepAt(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), STEP_SECONDS);
  }

  /** The code of a step. */
  static String code(byte[] secret, long step, int digits) {
    byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    // RFC 4226, 5.3: the last four bits say where the 31 bits are taken from.
    int offset = hash[hash.length - 1] & 0xf;
    int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fffffff;
    return String.format(Locale.ROOT, "%0" + digits + "d", number % POWERS[digits]);
  }

  /**
   * The step that a typed code is of, among those that may still be used.
   *
   * @param lastStep used before; it and all earlier ones are void
   */
  static OptionalLong stepOf(byte[] secret, String typed, Instant now, long lastStep) {
    long current = stepAt(now);
    OptionalLong found = OptionalLong.empty();
    for (long step = current - WINDOW; step <= current + WINDOW; step++) {
      boolean same =
          KeyedHash.same(
              code(secret, step, DIGITS).getBytes(StandardCharsets.US_ASCII),
              typed.getBytes(StandardCharsets.UTF_8));
      if (same && step > lastStep && found.isEmpty()) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  private static byte[] hmac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "RAW"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA1", e);
    }
  }
}
