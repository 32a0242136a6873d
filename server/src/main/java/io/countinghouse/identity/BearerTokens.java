package io.countinghouse.identity;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Tokens that machines present: random, shown once, kept by their keyed hash alone. */
@Component
public class BearerTokens {

  private static final int RANDOM_BYTES = 32;
  private static final Pattern AFTER_PREFIX = Pattern.compile("[A-Za-z0-9_-]{40,200}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyedHash hash;

  BearerTokens(KeyedHash hash) {
    this.hash = hash;
  }

  /**
   * A new token.
   *
   * @param prefix what it begins with, which tells people what it is for
   */
  public String next(String prefix) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Whether something presented has the form of a token of a prefix. */
  public static boolean isWellFormed(String prefix, String presented) {
    return presented.startsWith(prefix)
        && AFTER_PREFIX.matcher(presented).region(prefix.length(), presented.length()).matches();
  }

  /**
   * What a token is kept as, 32 bytes.
   *
   * @param use keeps the hashes of different uses apart
   */
  public byte[] hashOf(String use, String token) {
    return hash.of(use, token);
  }
}
