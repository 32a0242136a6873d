package awssimulator.market;

import awssimulator.settings.ProductSettings;
import java.security.SecureRandom;
import java.util.Base64;

/** Identifiers in the form AWS gives them. */
final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final String LOWER_AND_DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String LOWER_HEX = "0123456789abcdef";
  private static final String DIGITS = "0123456789";

  /** Not a multiple of three, so that the token ends with padding. */
  private static final int TOKEN_BYTES = 64;

  private Ids() {}

  static String accountId() {
    return (char) ('1' + RANDOM.nextInt(9)) + random(DIGITS, 11);
  }

  static String alphanumeric(int length) {
    return random(LETTERS_AND_DIGITS, length);
  }

  static String agreementId() {
    return "agmt-" + random(LOWER_AND_DIGITS, 25);
  }

  static String offerId() {
    return "offer-" + random(LOWER_AND_DIGITS, 13);
  }

  static String licenseArn(ProductSettings product) {
    return "arn:%s:license-manager::%s:license:l-%s"
        .formatted(product.partition(), product.licenseIssuer(), random(LOWER_HEX, 32));
  }

  static String resaleAuthorizationId() {
    return "resaleauthz-" + random(LOWER_AND_DIGITS, 13);
  }

  static String cancellationRequestId() {
    return "acr-" + random(LOWER_AND_DIGITS, 12);
  }

  static String billingAdjustmentId() {
    return "ba-" + random(LOWER_AND_DIGITS, 10);
  }

  static String invoiceId() {
    return random(DIGITS, 10);
  }

  /**
   * A registration token. It always holds the characters that a form must encode, {@code + / =}, so
   * that a reader who decodes it twice or not at all is found out.
   */
  static String registrationToken() {
    byte[] bytes = new byte[TOKEN_BYTES];
    String token;
    do {
      RANDOM.nextBytes(bytes);
      token = Base64.getEncoder().encodeToString(bytes);
    } while (token.indexOf('+') < 0 || token.indexOf('/') < 0);
    return token;
  }

  private static String random(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
