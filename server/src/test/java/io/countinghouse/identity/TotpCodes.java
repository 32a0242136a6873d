package io.countinghouse.identity;

import java.time.Instant;

/** Makes codes as an authenticator app does; for tests. */
public final class TotpCodes {

  private TotpCodes() {}

  /**
   * The code of an instant.
   *
   * @param secret in base 32
   */
  public static String at(String secret, Instant instant) {
    return Totp.code(Base32.decode(secret), Totp.stepAt(instant), Totp.DIGITS);
  }
}
