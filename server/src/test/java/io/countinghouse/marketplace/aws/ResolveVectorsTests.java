package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi.Resolution;
import io.countinghouse.marketplace.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published examples of ResolveCustomer, as far as we send or read them. */
class ResolveVectorsTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode RESOLVE = ApiVectors.of("ResolveCustomer");
  private static final String CODE = "6k2p9x7d4m1q8w5z3c0v7b2n1";
  private static final String TOKEN = "tok-AbC+/=.0123";

  @TempDir private Path folder;

  private AwsStub stub;
  private AwsMarketplace aws;

  @BeforeEach
  void start() throws IOException {
    stub = new AwsStub(folder, Clock.fixed(Instant.parse("2026-09-01T08:15:30Z"), ZoneOffset.UTC));
    aws = stub.aws();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "request_global, aws, us-east-1",
    "request_china, aws-cn, cn-northwest-1",
  })
  void aTokenIsRedeemedAsPublished(String vector, String partition, String region) {
    JsonNode published = RESOLVE.path(vector);
    Product byDefault =
        TestProducts.product(CODE, Product.Model.CONCURRENT, partition, region, null);
    assertThat(AwsJsonClient.endpointOf(byDefault)).hasToString(published.path("url").asString());

    aws.resolve(stub.product(CODE, Product.Model.CONCURRENT, partition, region), TOKEN);

    AwsStub.Seen seen = stub.seen();
    assertThat(seen.method()).isEqualTo(published.path("method").asString());
    assertThat(JSON.readTree(seen.body()))
        .isEqualTo(JSON.readTree(published.path("body").asString()));
    JsonNode headers = published.path("sigv4").path("headers");
    for (String name : List.of("Content-Type", "X-Amz-Target", "X-Amz-Date")) {
      assertThat(seen.header(name)).isEqualTo(headers.path(name).asString());
    }
    var ours = Sigv4.Authorization.parse(seen.header("Authorization"));
    assertThat(ours.region()).isEqualTo(published.path("sigv4").path("region").asString());
    assertThat(ours.service()).isEqualTo(published.path("sigv4").path("service").asString());
    assertThat(ours.signature())
        .isEqualTo(Sigv4.signature(AwsStub.SECRET_KEY, ours, seen::header, seen.body()));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"request_global", "request_china"})
  void thePublishedSignatureIsWhatWeHoldOursAgainst(String vector) {
    JsonNode sigv4 = RESOLVE.path(vector).path("sigv4");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sigv4
        .path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
    var published = Sigv4.Authorization.parse(headers.getOrDefault("Authorization", ""));
    assertThat(
            Sigv4.signature(
                sigv4.path("secret_key").asString(),
                published,
                name -> headers.getOrDefault(name, ""),
                RESOLVE.path(vector).path("body").asString()))
        .isEqualTo(published.signature());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "response_legacy_old, cUsT0mEr7Qx, ",
    "response_legacy_with_license, cUsT0mEr7Qx, l-0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "response_concurrent, , l-0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    "response_concurrent_second_agreement, , l-f9e8d7c6b5a493827160f5e4d3c2b1a0",
  })
  void aResolvedCustomerIsRead(String vector, String customer, String license) {
    stub.answers(200, RESOLVE.path(vector).path("body").toString());
    assertThat(aws.resolve(concurrent(), TOKEN))
        .isInstanceOfSatisfying(
            Resolution.Resolved.class,
            resolved -> {
              assertThat(resolved.productCode()).isEqualTo(CODE);
              assertThat(resolved.awsAccountId()).isEqualTo("345678901234");
              assertThat(resolved.customerIdentifier()).isEqualTo(customer);
              LicenseArn arn = resolved.license();
              assertThat(arn == null ? null : arn.id()).isEqualTo(license);
            });
  }

  @ParameterizedTest(name = "CustomerIdentifier {0}")
  @ValueSource(strings = {"null", "\"\""})
  void anEmptyCustomerIdentifierIsNone(String value) {
    ObjectNode body = (ObjectNode) RESOLVE.path("response_concurrent").path("body").deepCopy();
    body.set("CustomerIdentifier", JSON.readTree(value));
    stub.answers(200, body.toString());
    assertThat(aws.resolve(concurrent(), TOKEN))
        .isInstanceOfSatisfying(
            Resolution.Resolved.class,
            resolved -> assertThat(resolved.customerIdentifier()).isNull());
  }

  static Stream<Arguments> refusedTokens() {
    Map<String, Class<? extends Resolution>> outcomes =
        Map.of(
            "InvalidTokenException", Resolution.Invalid.class,
            "ExpiredTokenException", Resolution.Expired.class,
            "ThrottlingException", Resolution.Unavailable.class,
            "DisabledApiException", Resolution.Misconfigured.class,
            "InternalServiceErrorException", Resolution.Unavailable.class);
    return RESOLVE
        .path("errors")
        .valueStream()
        .map(error -> {
          String name = error.path("body").path("__type").asString();
          return Arguments.of(name, error, outcomes.get(name));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusedTokens")
  void aRefusedTokenIsRead(String name, JsonNode error, Class<? extends Resolution> outcome) {
    stub.answers(error.path("http").asInt(), error.path("body").toString());
    assertThat(aws.resolve(concurrent(), TOKEN)).as(name).isInstanceOf(outcome);
  }

  private Product concurrent() {
    return stub.product(CODE, Product.Model.CONCURRENT, "aws", "us-east-1");
  }
}
