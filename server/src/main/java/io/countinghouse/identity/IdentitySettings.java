package io.countinghouse.identity;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How accounts, codes and keys are kept.
 *
 * @param secret keys the hashes of codes and API keys; at least 32 characters, the same on every
 *     node, from the environment; changing it voids every API key
 * @param firstOperator made at start when there is no operator yet; may be missing
 * @param firstApiKey an API key stored, by its hash, at start when it is not there yet; may be
 *     missing
 * @param codesPerAddressAndDay how many codes one address is sent in 24 hours for one purpose and
 *     account, or without an account; how many one phone is; and how many new phones of one account
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.identity", ignoreUnknownFields = false)
record IdentitySettings(
    String secret,
    @Nullable FirstOperator firstOperator,
    @Nullable String firstApiKey,
    @DefaultValue("10") @Min(1) @Max(1000) int codesPerAddressAndDay) {

  static final int SECRET_LENGTH_MIN = 32;

  /**
   * Configuration binds a missing key as null, whatever the type says; the messages never hold the
   * value.
   */
  IdentitySettings {
    if (isMissing(secret) || secret.length() < SECRET_LENGTH_MIN) {
      throw new IllegalArgumentException(
          "countinghouse.identity.secret is missing or shorter than "
              + SECRET_LENGTH_MIN
              + " characters: set COUNTINGHOUSE_IDENTITY_SECRET to a long random text");
    }
    if (firstApiKey != null && !ApiKeys.isWellFormed(firstApiKey)) {
      throw new IllegalArgumentException(
          "countinghouse.identity.first-api-key must be chk_ and at least 40 letters, digits, - or _");
    }
  }

  /**
   * Sign-in of the first operator.
   *
   * @param totpSecret of the second factor, in base 32; without it the operator sets one up at the
   *     first sign-in
   */
  record FirstOperator(String username, String password, @Nullable String totpSecret) {

    private static final Pattern TOTP_SECRET = Pattern.compile("[A-Za-z2-7]{32,128}");

    FirstOperator {
      if (isMissing(username) || !Username.problems(username).isEmpty()) {
        throw new IllegalArgumentException(
            "countinghouse.identity.first-operator.username must be 3 to 40 letters, digits, ., _ or -");
      }
      if (isMissing(password) || !Password.problems(password, username, "").isEmpty()) {
        throw new IllegalArgumentException(
            "countinghouse.identity.first-operator.password must be 10 to 200 characters and not the username");
      }
      if (totpSecret != null && !TOTP_SECRET.matcher(totpSecret).matches()) {
        throw new IllegalArgumentException(
            "countinghouse.identity.first-operator.totp-secret must be 32 to 128 letters and digits 2 to 7 (base 32)");
      }
    }

    @Override
    public String toString() {
      return "FirstOperator[username=" + username + ", password=***, totpSecret=***]";
    }
  }

  private static boolean isMissing(@Nullable String value) {
    return value == null;
  }

  @Override
  public String toString() {
    return "IdentitySettings[secret=***, firstOperator="
        + firstOperator
        + ", firstApiKey=***, codesPerAddressAndDay="
        + codesPerAddressAndDay
        + "]";
  }
}
