package io.countinghouse.identity;

import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Hashes passwords by Argon2id, and compares in the same time whether the account exists or not.
 */
@Component
class PasswordHasher {

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int LANES = 1;

  /** 19 MiB and two passes: OWASP's first recommendation for Argon2id. */
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int PASSES = 2;

  private final Argon2PasswordEncoder encoder;
  private final String nobodys;

  @Autowired
  PasswordHasher() {
    this(MEMORY_KIB);
  }

  /** For tests, which make hundreds of accounts. */
  PasswordHasher(int memoryKib) {
    encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, memoryKib, PASSES);
    nobodys = encode("nobody has this password");
  }

  String hash(Password password) {
    return encode(password.value());
  }

  /**
   * Whether a typed password is the one of a hash.
   *
   * @param hash empty when there is no such account; that takes as long as a wrong password
   */
  boolean matches(String typed, Optional<String> hash) {
    boolean possible = typed.length() <= Password.LENGTH_MAX;
    boolean same = encoder.matches(possible ? typed : "", hash.orElse(nobodys));
    return same && possible && hash.isPresent();
  }

  private String encode(String plain) {
    String encoded = encoder.encode(plain);
    if (encoded == null) {
      throw new IllegalStateException("the password encoder returned nothing");
    }
    return encoded;
  }
}
