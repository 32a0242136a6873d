package io.countinghouse.acceptance;

import com.microsoft.playwright.Page;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes codes as of RFC 6238, as the app on an operator's phone does; written for itself. */
final class AuthenticatorApp {

  private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final long STEP_MILLIS = 30_000;
  private static final int MODULUS = 1_000_000;

  private static long lastStep;

  private AuthenticatorApp() {}

  /** A code that was not used before: a person would wait for the app to show the next one. */
  static synchronized String nextCode(String secret, Page page) {
    page.waitForCondition(
        () -> currentStep() > lastStep,
        new Page.WaitForConditionOptions().setTimeout(2 * STEP_MILLIS));
    lastStep = currentStep();
    return code(secret, lastStep);
  }

  /** The first code of a key that was made just now. */
  static String firstCode(String secret) {
    return code(secret, currentStep());
  }

  private static long currentStep() {
    return System.currentTimeMillis() / STEP_MILLIS;
  }

  private static String code(String secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(decoded(secret), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0xf;
      int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
      return String.format(Locale.ROOT, "%06d", number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("this Java has no HmacSHA1", e);
    }
  }

  private static byte[] decoded(String secret) {
    ByteBuffer bytes = ByteBuffer.allocate(secret.length() * 5 / Byte.SIZE);
    int buffer = 0;
    int held = 0;
    for (int i = 0; i < secret.length(); i++) {
      buffer = (buffer << 5) | BASE_32.indexOf(secret.charAt(i));
      held += 5;
      if (held >= Byte.SIZE) {
        held -= Byte.SIZE;
        bytes.put((byte) (buffer >> held));
      }
    }
    return bytes.array();
  }
}
