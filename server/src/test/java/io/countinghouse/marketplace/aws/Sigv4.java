package io.countinghouse.marketplace.aws;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS's signature computed from its specification, to hold ours and the published ones against. */
final class Sigv4 {

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 Credential=[^/]+/((\\d{8})/([^/]+)/([^/]+)/aws4_request),"
              + " ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})");

  private Sigv4() {}

  /** The parts of an Authorization header. */
  record Authorization(
      String scope,
      String date,
      String region,
      String service,
      List<String> signedHeaders,
      String signature) {

    static Authorization parse(String header) {
      Matcher matcher = AUTHORIZATION.matcher(header);
      if (!matcher.matches()) {
        throw new AssertionError("not a signature: " + header);
      }
      return new Authorization(
          matcher.group(1),
          matcher.group(2),
          matcher.group(3),
          matcher.group(4),
          List.of(matcher.group(5).split(";")),
          matcher.group(6));
    }
  }

  /** The right signature of a POST to {@code /} over exactly the signed headers. */
  static String signature(
      String secret, Authorization claimed, UnaryOperator<String> header, String body) {
    StringBuilder canonical = new StringBuilder("POST\n/\n\n");
    claimed
        .signedHeaders()
        .forEach(name ->
            canonical.append(name).append(':').append(header.apply(name).strip()).append('\n'));
    canonical
        .append('\n')
        .append(String.join(";", claimed.signedHeaders()))
        .append('\n')
        .append(sha256(body));
    String toSign =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            header.apply("x-amz-date"),
            claimed.scope(),
            sha256(canonical.toString()));
    byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
    for (String part :
        List.of(claimed.date(), claimed.region(), claimed.service(), "aws4_request")) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
