package awssimulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import awssimulator.Vectors;
import awssimulator.wire.SellerKeys.SellerKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Published signed requests are accepted, and refused when anything signed is changed. */
class SignatureVerifierTests {
  private static final Instant SIGNED_AT = Instant.parse("2026-09-01T08:15:30Z");
  private static final String SELLER = "210987654321";

  private static AwsRequest vector(String name) {
    JsonNode vector = Vectors.at("/api/ResolveCustomer/" + name);
    Map<String, String> headers = new HashMap<>();
    vector
        .at("/sigv4/headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().stringValue()));
    return AwsRequest.of(
        "POST",
        "/",
        "",
        headers,
        vector.get("body").stringValue().getBytes(StandardCharsets.UTF_8));
  }

  private static Caller verify(AwsRequest request, Instant now) {
    JsonNode keys = Vectors.at("/api/ResolveCustomer/request_global/sigv4");
    SellerKey key =
        new SellerKey(
            keys.get("access_key").stringValue(),
            keys.get("secret_key").stringValue(),
            SELLER,
            Set.of("us-east-1", "cn-northwest-1"));
    return new SignatureVerifier(
            id -> Optional.of(key).filter(k -> k.accessKeyId().equals(id)),
            InstantSource.fixed(now))
        .verify(request);
  }

  private static AwsException refusal(AwsRequest request, Instant now) {
    AwsException refusal = catchThrowableOfType(AwsException.class, () -> verify(request, now));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  private static AwsRequest changed(AwsRequest request, UnaryOperator<Map<String, String>> change) {
    return AwsRequest.of(
        request.method(),
        request.path(),
        request.query(),
        change.apply(new HashMap<>(request.headers())),
        request.body());
  }

  private static AwsRequest with(String header, String value) {
    return changed(
        vector("request_global"),
        headers -> {
          headers.put(header, value);
          return headers;
        });
  }

  private static AwsRequest replaced(String from, String to) {
    AwsRequest request = vector("request_global");
    String authorization = request.header("authorization").orElseThrow();
    assertThat(authorization).contains(from);
    return with("authorization", authorization.replace(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"request_global", "request_china"})
  void aPublishedSignatureIsAccepted(String name) {
    Caller caller = verify(vector(name), SIGNED_AT);
    assertThat(caller.sellerAccountId()).isEqualTo(SELLER);
    assertThat(caller.region())
        .isEqualTo(name.equals("request_china") ? "cn-northwest-1" : "us-east-1");
  }

  @Test
  void aChangedBodyIsRefused() {
    AwsRequest signed = vector("request_global");
    AwsRequest forged =
        new AwsRequest("POST", "/", "", signed.headers(), "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(refusal(forged, SIGNED_AT).type()).isEqualTo("InvalidSignatureException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"host", "content-type", "x-amz-target"})
  void aChangedSignedHeaderIsRefused(String header) {
    assertThat(refusal(with(header, "other"), SIGNED_AT).type())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void anUnsignedHeaderMayChange() {
    assertThat(verify(with("user-agent", "anything"), SIGNED_AT).region()).isEqualTo("us-east-1");
  }

  @Test
  void anAmazonHeaderThatIsNotSignedIsRefused() {
    assertThat(refusal(with("x-amz-extra", "1"), SIGNED_AT).type())
        .isEqualTo("InvalidSignatureException");
  }

  @Test
  void aWrongServiceIsNamed() {
    AwsException refusal = refusal(replaced("/aws-marketplace/", "/execute-api/"), SIGNED_AT);
    assertThat(refusal.type()).isEqualTo("InvalidSignatureException");
    assertThat(refusal)
        .hasMessage("Credential should be scoped to correct service: 'aws-marketplace'.");
  }

  @Test
  void aRegionWithoutProductsOfTheSellerIsRefused() {
    assertThat(refusal(replaced("/us-east-1/", "/eu-west-1/"), SIGNED_AT))
        .hasMessageContaining("valid region");
  }

  @Test
  void anUnknownKeyIsAnUnrecognizedClient() {
    assertThat(refusal(replaced("AKIDEXAMPLE", "AKIDUNKNOWN"), SIGNED_AT).type())
        .isEqualTo("UnrecognizedClientException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-09-01T08:10:29Z", "2026-09-01T08:20:31Z"})
  void aClockMoreThanFiveMinutesOffIsRefused(String now) {
    assertThat(refusal(vector("request_global"), Instant.parse(now)).type())
        .isEqualTo("InvalidSignatureException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-09-01T08:10:30Z", "2026-09-01T08:20:30Z"})
  void aClockFiveMinutesOffIsAccepted(String now) {
    assertThat(verify(vector("request_global"), Instant.parse(now)).region())
        .isEqualTo("us-east-1");
  }

  @Test
  void noSignatureIsAMissingToken() {
    AwsRequest unsigned =
        changed(
            vector("request_global"),
            headers -> {
              headers.remove("authorization");
              return headers;
            });
    assertThat(refusal(unsigned, SIGNED_AT).type())
        .isEqualTo("MissingAuthenticationTokenException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic abc", "AWS4-HMAC-SHA256 Credential=a/b/c", "AWS4-HMAC-SHA256 "})
  void aHalfSignatureIsIncomplete(String authorization) {
    assertThat(refusal(with("authorization", authorization), SIGNED_AT).type())
        .isEqualTo("IncompleteSignatureException");
  }

  @Test
  void aPayloadHashThatIsNotTheBodysIsRefused() {
    AwsRequest request = replaced("x-amz-date;", "x-amz-content-sha256;x-amz-date;");
    AwsRequest lying =
        changed(
            request,
            headers -> {
              headers.put("x-amz-content-sha256", "00");
              return headers;
            });
    assertThat(refusal(lying, SIGNED_AT)).hasMessageContaining("x-amz-content-sha256");
  }

  /** Both styles: botocore signs four headers, the Java SDK its own besides (facts §1.2). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-type;host;x-amz-date;x-amz-target",
        "amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;"
            + "x-amz-content-sha256;x-amz-date;x-amz-target"
      })
  void exactlyTheSignedHeadersCount(String signed) {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", "application/x-amz-json-1.1");
    headers.put("host", "metering.marketplace.us-east-1.amazonaws.com");
    headers.put("x-amz-date", "20260901T081530Z");
    headers.put("x-amz-target", "AWSMPMeteringService.ResolveCustomer");
    headers.put("amz-sdk-invocation-id", "6d1e0a52-0000-4000-8000-000000000001");
    headers.put("amz-sdk-request", "attempt=1; max=4");
    headers.put("content-length", "2");
    if (signed.contains("sha256")) {
      headers.put("x-amz-content-sha256", Hashes.sha256Hex(bytes("{}")));
    }
    headers.put("authorization", authorization(headers, signed));
    AwsRequest request = AwsRequest.of("POST", "/", "", headers, bytes("{}"));
    assertThat(verify(request, SIGNED_AT).region()).isEqualTo("us-east-1");
    headers.put("amz-sdk-request", "attempt=2; max=4");
    AwsRequest retried = AwsRequest.of("POST", "/", "", headers, bytes("{}"));
    if (signed.contains("amz-sdk-request")) {
      assertThat(refusal(retried, SIGNED_AT).type()).isEqualTo("InvalidSignatureException");
    } else {
      assertThat(verify(retried, SIGNED_AT).region()).isEqualTo("us-east-1");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String authorization(Map<String, String> headers, String signed) {
    StringBuilder canonical = new StringBuilder("POST\n/\n\n");
    for (String name : signed.split(";", -1)) {
      canonical.append(name).append(':').append(headers.get(name)).append('\n');
    }
    canonical.append('\n').append(signed).append('\n').append(Hashes.sha256Hex(bytes("{}")));
    JsonNode keys = Vectors.at("/api/ResolveCustomer/request_global/sigv4");
    String scope = "20260901/us-east-1/aws-marketplace/aws4_request";
    String toSign =
        "AWS4-HMAC-SHA256\n20260901T081530Z\n"
            + scope
            + "\n"
            + Hashes.sha256Hex(bytes(canonical.toString()));
    byte[] key = bytes("AWS4" + keys.get("secret_key").stringValue());
    for (String part : scope.split("/", -1)) {
      key = Hashes.hmac(key, part);
    }
    return "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
        .formatted(
            keys.get("access_key").stringValue(),
            scope,
            signed,
            HexFormat.of().formatHex(Hashes.hmac(key, toSign)));
  }
}
