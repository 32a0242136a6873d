package io.countinghouse.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** HMAC-SHA256 under the server's secret: of no use to who has only the database. */
@Component
class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";

  /** Has the key and has hashed nothing; looking an algorithm up costs more than a hash. */
  private final Mac empty;

  KeyedHash(IdentitySettings settings) {
    try {
      empty = Mac.getInstance(ALGORITHM);
      empty.init(new SecretKeySpec(settings.secret().getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /**
   * The hash of some texts for one use; each text is preceded by its length, so that different
   * texts never run into the same bytes.
   *
   * @param use keeps the hashes of different uses apart
   */
  byte[] of(String use, String... texts) {
    try {
      Mac mac = (Mac) empty.clone();
      add(mac, use);
      for (String text : texts) {
        add(mac, text);
      }
      return mac.doFinal();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's " + ALGORITHM + " cannot be copied", e);
    }
  }

  private static void add(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    mac.update(bytes);
  }

  /** Whether two hashes are equal, in the same time wherever they differ. */
  static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}
