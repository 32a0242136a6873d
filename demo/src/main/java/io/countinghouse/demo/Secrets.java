package io.countinghouse.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * What lets people and machines into this demo: made at its first start, the same ever after.
 *
 * @param hashKey keys the product's hashes of codes and API keys
 * @param operatorPassword password of the operator {@link #OPERATOR}
 * @param operatorTotpSecret key of the operator's second factor, in base 32
 * @param apiKey sends usage
 */
record Secrets(String hashKey, String operatorPassword, String operatorTotpSecret, String apiKey) {

  static final String OPERATOR = "operator";

  private static final int HASH_KEY_BYTES = 32;
  private static final int PASSWORD_BYTES = 12;
  private static final int API_KEY_BYTES = 33;
  private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int TOTP_SECRET_LENGTH = 32;

  /** Reads them, making them if there are none. */
  static Secrets in(Path file) {
    try {
      if (!Files.exists(file)) {
        OwnerFile.write(file, text(make()));
      }
      return read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Secrets make() {
    SecureRandom random = new SecureRandom();
    return new Secrets(
        random(random, HASH_KEY_BYTES),
        random(random, PASSWORD_BYTES),
        totpSecret(random),
        "chk_" + random(random, API_KEY_BYTES));
  }

  private static String totpSecret(SecureRandom random) {
    return random
        .ints(TOTP_SECRET_LENGTH, 0, BASE_32.length())
        .mapToObj(it -> String.valueOf(BASE_32.charAt(it)))
        .collect(Collectors.joining());
  }

  private static String random(SecureRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String text(Secrets secrets) throws IOException {
    Properties values = new Properties();
    values.setProperty("hash-key", secrets.hashKey);
    values.setProperty("operator-password", secrets.operatorPassword);
    values.setProperty("operator-totp-secret", secrets.operatorTotpSecret);
    values.setProperty("api-key", secrets.apiKey);
    StringWriter text = new StringWriter();
    values.store(text, "Secrets of this demo");
    return text.toString();
  }

  private static Secrets read(Path file) throws IOException {
    Properties values = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      values.load(reader);
    }
    return new Secrets(
        value(values, "hash-key", file),
        value(values, "operator-password", file),
        value(values, "operator-totp-secret", file),
        value(values, "api-key", file));
  }

  private static String value(Properties values, String key, Path file) {
    String value = values.getProperty(key);
    if (value == null) {
      throw new DemoStartException("%s has no %s: begin afresh with --reset.".formatted(file, key));
    }
    return value;
  }

  @Override
  public String toString() {
    return "Secrets[***]";
  }
}
