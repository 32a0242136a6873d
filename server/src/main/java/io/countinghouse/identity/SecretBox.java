package io.countinghouse.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/** AES-256-GCM under the server's secret, for what must be read again: of no use without it. */
@Component
public class SecretBox {

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  SecretBox(KeyedHash hash) {
    key = new SecretKeySpec(hash.of("key of the secret box"), "AES");
  }

  /**
   * Encrypts something.
   *
   * @param owner whose it is; it can be opened for nobody else
   */
  public byte[] close(String owner, byte[] plain) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, owner, nonce).doFinal(plain);
      return ByteBuffer.allocate(NONCE_BYTES + closed.length).put(nonce).put(closed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /**
   * Reads it again.
   *
   * @throws IllegalStateException if it was closed for somebody else or under another secret
   */
  public byte[] open(String owner, byte[] closed) {
    ByteBuffer bytes = ByteBuffer.wrap(closed);
    byte[] nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    try {
      return cipher(Cipher.DECRYPT_MODE, owner, nonce).doFinal(rest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "A secret of %s cannot be read: countinghouse.identity.secret is not the one it was stored under"
              .formatted(owner),
          e);
    }
  }

  private Cipher cipher(int mode, String owner, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
