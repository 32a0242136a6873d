package awssimulator.wire;

import awssimulator.clock.WallClock;
import awssimulator.wire.SellerKeys.SellerKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Verifies Signature Version 4 over exactly the headers that the client signed: botocore and the
 * Java SDK sign different ones (facts §1.2). Times are the wall's.
 */
@Component
class SignatureVerifier {
  private static final String SERVICE = "aws-marketplace";
  private static final Duration SKEW_MAX = Duration.ofMinutes(5);
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern SPACES = Pattern.compile(" +");

  private final Function<String, Optional<SellerKey>> keys;
  private final InstantSource wall;

  @Autowired
  SignatureVerifier(SellerKeys keys, WallClock wall) {
    this(keys::find, wall);
  }

  SignatureVerifier(Function<String, Optional<SellerKey>> keys, InstantSource wall) {
    this.keys = keys;
    this.wall = wall;
  }

  /**
   * Who signed the request.
   *
   * @throws AwsException with the name AWS gives to what is wrong with the signature
   */
  Caller verify(AwsRequest request) {
    String header =
        request
            .header("authorization")
            .orElseThrow(() ->
                AwsException.of(
                    "MissingAuthenticationTokenException", "Missing Authentication Token"));
    AuthorizationHeader authorization = AuthorizationHeader.parse(header);
    String date = checkSignedHeaders(request, authorization);
    if (!authorization.service().equals(SERVICE)) {
      throw invalid("Credential should be scoped to correct service: '" + SERVICE + "'.");
    }
    checkDate(date, authorization);
    SellerKey key = key(request, authorization);
    if (!key.regions().contains(authorization.region())) {
      throw invalid(
          "Credential should be scoped to a valid region, not '" + authorization.region() + "'.");
    }
    checkSignature(request, authorization, date, key);
    return new Caller(key.sellerAccountId(), key.accessKeyId(), authorization.region());
  }

  private static String checkSignedHeaders(AwsRequest request, AuthorizationHeader authorization) {
    for (String name : request.headers().keySet()) {
      boolean mustBeSigned = name.equals("host") || name.startsWith("x-amz-");
      if (mustBeSigned && !authorization.signedHeaders().contains(name)) {
        throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
      }
    }
    for (String name : authorization.signedHeaders()) {
      if (request.header(name).isEmpty()) {
        throw invalid("The signed header '" + name + "' was not sent.");
      }
    }
    return request
        .header("x-amz-date")
        .orElseThrow(() ->
            AwsException.of(
                "IncompleteSignatureException",
                "Authorization header requires existence of a 'X-Amz-Date' header."));
  }

  private void checkDate(String date, AuthorizationHeader authorization) {
    Instant signedAt;
    try {
      signedAt = AMZ_DATE.parse(date, Instant::from);
    } catch (DateTimeParseException _) {
      throw AwsException.of(
          "IncompleteSignatureException",
          "Date must be in ISO-8601 'basic format'. Got '" + date + "'.");
    }
    if (!date.startsWith(authorization.date())) {
      throw invalid("Date in Credential scope does not match YYYYMMDD from X-Amz-Date.");
    }
    Instant now = wall.instant();
    if (signedAt.isBefore(now.minus(SKEW_MAX))) {
      throw invalid(
          "Signature expired: %s is now earlier than %s (%s - 5 min.)"
              .formatted(date, AMZ_DATE.format(now.minus(SKEW_MAX)), AMZ_DATE.format(now)));
    }
    if (signedAt.isAfter(now.plus(SKEW_MAX))) {
      throw invalid(
          "Signature not yet current: %s is still later than %s (%s + 5 min.)"
              .formatted(date, AMZ_DATE.format(now.plus(SKEW_MAX)), AMZ_DATE.format(now)));
    }
  }

  private SellerKey key(AwsRequest request, AuthorizationHeader authorization) {
    // The simulator gives out no temporary credentials, so a session token is never one of ours.
    if (request.header("x-amz-security-token").isPresent()) {
      throw unrecognized();
    }
    return keys.apply(authorization.accessKeyId()).orElseThrow(SignatureVerifier::unrecognized);
  }

  private static AwsException unrecognized() {
    return AwsException.of(
        "UnrecognizedClientException", "The security token included in the request is invalid.");
  }

  private static void checkSignature(
      AwsRequest request, AuthorizationHeader authorization, String date, SellerKey key) {
    String payloadHash = Hashes.sha256Hex(request.body());
    Optional<String> declared = request.header("x-amz-content-sha256");
    if (declared.isPresent() && !declared.get().equals(payloadHash)) {
      throw invalid("The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    String canonical = canonicalRequest(request, authorization, payloadHash);
    String toSign =
        String.join(
            "\n",
            AuthorizationHeader.ALGORITHM,
            date,
            authorization.scope(),
            Hashes.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] secret = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
    byte[] signing =
        Hashes.hmac(
            Hashes.hmac(
                Hashes.hmac(Hashes.hmac(secret, authorization.date()), authorization.region()),
                authorization.service()),
            "aws4_request");
    String expected = HexFormat.of().formatHex(Hashes.hmac(signing, toSign));
    if (!MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8),
        authorization.signature().getBytes(StandardCharsets.UTF_8))) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service"
              + " documentation for details.");
    }
  }

  private static String canonicalRequest(
      AwsRequest request, AuthorizationHeader authorization, String payloadHash) {
    StringBuilder headers = new StringBuilder();
    for (String name : authorization.signedHeaders()) {
      String value = request.header(name).orElse("").strip();
      headers.append(name).append(':').append(SPACES.matcher(value).replaceAll(" ")).append('\n');
    }
    return String.join(
        "\n",
        request.method(),
        request.path(),
        canonicalQuery(request.query()),
        headers.toString(),
        String.join(";", authorization.signedHeaders()),
        payloadHash);
  }

  private static String canonicalQuery(String query) {
    if (query.isEmpty()) {
      return "";
    }
    String[] pairs = query.split("&", -1);
    Arrays.sort(pairs);
    return String.join("&", pairs);
  }

  private static AwsException invalid(String message) {
    return AwsException.of("InvalidSignatureException", message);
  }
}
