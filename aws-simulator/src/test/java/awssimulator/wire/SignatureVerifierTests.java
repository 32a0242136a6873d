package awssimulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import awssimulator.Vectors;
import awssimulator.wire.SellerKeys.SellerKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
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
}
