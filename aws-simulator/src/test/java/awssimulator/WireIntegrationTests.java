package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Errors as AWS forms them, tokens, and which records are taken. */
class WireIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static TestSimulator simulator;
  private static SignedCall seller;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
    seller = SignedCall.of(simulator.product());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static String error(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    return JSON.readTree(response.body()).get("__type").stringValue();
  }

  private static String error(String operation, String body) {
    return error(seller.send(simulator, operation, body));
  }

  private static String now() {
    Instant time = Instant.parse(simulator.get("/clock").get("time").stringValue());
    return String.valueOf(time.getEpochSecond());
  }

  private static String batch(String usage) {
    return "{\"ProductCode\":\"%s\",\"UsageRecords\":[%s]}"
        .formatted(TestSimulator.PRODUCT, usage.replace("NOW", now()));
  }

  private static String status(String customer, String quantity) {
    HttpResponse<String> response =
        seller.send(
            simulator,
            "BatchMeterUsage",
            batch(
                "{\"Timestamp\":NOW,\"CustomerIdentifier\":\"%s\",\"Dimension\":\"fee\",\"Quantity\":%s}"
                    .formatted(customer, quantity)));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).at("/Results/0/Status").stringValue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ResolveCustomer | {} | ValidationException",
        "ResolveCustomer | {\"RegistrationToken\":7} | SerializationException",
        "ResolveCustomer | not JSON | SerializationException",
        "ResolveCustomer | [] | SerializationException",
        "BatchMeterUsage | {\"ProductCode\":\"x\"} | ValidationException",
        "BatchMeterUsage | {\"UsageRecords\":[{}]} | ValidationException",
        "BatchMeterUsage | {\"UsageRecords\":[7]} | SerializationException",
        "BatchMeterUsage | {\"UsageRecords\":[]} | InvalidProductCodeException",
        "MeterUsage | {} | UnknownOperationException",
      })
  void aWrongRequestIsRefused(String operation, String body, String expected) {
    assertThat(error(operation, body)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, SerializationException",
    "\"5\", SerializationException",
    "-1, ValidationException",
    "2147483648, ValidationException"
  })
  void aQuantityIsAWholeNumberInRange(String quantity, String expected) {
    assertThat(
            error(
                "BatchMeterUsage",
                batch(
                    "{\"Timestamp\":NOW,\"CustomerIdentifier\":\"c\",\"Dimension\":\"fee\",\"Quantity\":%s}"
                        .formatted(quantity))))
        .isEqualTo(expected);
  }

  @Test
  void twentySixRecordsAreRefused() {
    String one = "{\"Timestamp\":NOW,\"CustomerIdentifier\":\"c\",\"Dimension\":\"fee\"}";
    assertThat(error("BatchMeterUsage", batch((one + ",").repeat(25) + one)))
        .isEqualTo("ValidationException");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void aBodyOfAMegabyteIsRefused(int megabytes) {
    String body = " ".repeat(megabytes * 1024 * 1024);
    HttpResponse<String> response = seller.send(simulator, "BatchMeterUsage", body);
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void aRecordOfTheFutureIsRefused() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    long future = Long.parseLong(now()) + 400;
    assertThat(
            error(
                "BatchMeterUsage",
                batch(
                    "{\"Timestamp\":%d,\"CustomerIdentifier\":\"%s\",\"Dimension\":\"fee\"}"
                        .formatted(future, subscription.get("customerIdentifier").stringValue()))))
        .isEqualTo("TimestampOutOfBoundsException");
  }

  @Test
  void theAccountIdServesInPlaceOfTheCustomerIdentifierButNotBoth() {
    String account = simulator.account();
    String customer = simulator.subscribe(account).get("customerIdentifier").stringValue();
    String byAccount =
        batch(
            "{\"Timestamp\":NOW,\"CustomerAWSAccountId\":\"%s\",\"Dimension\":\"fee\",\"Quantity\":3}"
                .formatted(account));
    HttpResponse<String> response = seller.send(simulator, "BatchMeterUsage", byAccount);
    assertThat(JSON.readTree(response.body()).at("/Results/0/Status").stringValue())
        .isEqualTo("Success");
    assertThat(status(customer, "4")).isEqualTo("DuplicateRecord");
    assertThat(
            error(
                "BatchMeterUsage",
                byAccount.replace(
                    "\"Dimension\"",
                    "\"CustomerIdentifier\":\"%s\",\"Dimension\"".formatted(customer))))
        .isEqualTo("ValidationException");
  }

  @Test
  void usageIsTakenOnlyOnceSubscribeSuccessIsSent() {
    String account = simulator.account();
    JsonNode subscription = simulator.subscribe(account, "hold");
    String customer = subscription.get("customerIdentifier").stringValue();
    assertThat(status(customer, "3")).isEqualTo("CustomerNotSubscribed");
    JsonNode released =
        simulator.post(
            "/subscriptions/%s/notifications/release"
                .formatted(subscription.get("agreementId").stringValue()),
            "{}");
    assertThat(released.get("sent").intValue()).isEqualTo(1);
    assertThat(status(customer, "3")).isEqualTo("Success");
  }

  @Test
  void aTokenExpiresAfterItsLife() {
    try (TestSimulator own =
        TestSimulator.start(Map.of("aws-simulator.products.guance-cn.token-life", "30m"))) {
      SignedCall caller = SignedCall.of(own.product());
      String token = own.subscribe(TestSimulator.ACCOUNT).get("registrationToken").stringValue();
      assertThat(token).contains("+").contains("/").contains("=");
      String body = "{\"RegistrationToken\":\"%s\"}".formatted(token);
      assertThat(caller.send(own, "ResolveCustomer", body).statusCode()).isEqualTo(200);
      assertThat(caller.send(own, "ResolveCustomer", body).statusCode()).isEqualTo(200);
      own.post("/clock", "{\"advance\":\"PT30M\"}");
      assertThat(error(caller.send(own, "ResolveCustomer", body)))
          .isEqualTo("ExpiredTokenException");
    }
  }

  @Test
  void anotherProtocolIsAnsweredClearly() {
    HttpResponse<String> response =
        simulator.send(
            HttpRequest.newBuilder(
                    URI.create(
                        simulator.address()
                            + "/service/AWSMPEntitlementService/operation/GetEntitlements"))
                .header("smithy-protocol", "rpc-v3")
                .POST(HttpRequest.BodyPublishers.ofString("a secret in an unknown form"))
                .build());
    assertThat(error(response)).isEqualTo("UnknownOperationException");
    assertThat(response.body()).contains("AWS JSON", "rpc-v2-cbor");
    JsonNode entry = simulator.get("/requests?limit=1").get(0);
    assertThat(entry.get("operation").stringValue()).isEqualTo("GetEntitlements");
    assertThat(entry.get("body").stringValue()).isEmpty();
  }

  @Test
  void theLogShowsCallsWithoutSignaturesAndTokens() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    String token = subscription.get("registrationToken").stringValue();
    HttpResponse<String> answer =
        seller.send(
            simulator, "ResolveCustomer", "{\"RegistrationToken\":\"%s\"}".formatted(token));
    JsonNode log =
        simulator.get(
            "/requests?operation=ResolveCustomer&status=200&agreementId="
                + subscription.get("agreementId").stringValue());
    assertThat(log).hasSize(1);
    assertThat(log.toString()).doesNotContain(token);
    JsonNode entry = log.get(0);
    assertThat(entry.at("/headers/authorization").stringValue()).endsWith("Signature=[redacted]");
    assertThat(entry.get("body").stringValue()).isEqualTo("{\"RegistrationToken\":\"[redacted]\"}");
    assertThat(entry.get("response").stringValue()).isEqualTo(answer.body());
    assertThat(entry.get("fault").isNull()).isTrue();
    assertThat(entry.propertyNames())
        .containsExactlyInAnyOrderElementsOf(
            simulator
                .get("/openapi.json")
                .at("/components/schemas/Request/properties")
                .propertyNames());
    assertThat(entry.get("durationMillis").longValue()).isNotNegative();
  }

  @Test
  void theLogIsReadPageByPage() {
    for (int i = 0; i < 3; i++) {
      error("ResolveCustomer", "{\"RegistrationToken\":\"none\"}");
    }
    JsonNode first = simulator.get("/requests?operation=ResolveCustomer&status=400&limit=2");
    assertThat(first).hasSize(2);
    long cursor = first.get(1).get("seq").longValue();
    JsonNode next =
        simulator.get("/requests?operation=ResolveCustomer&status=400&limit=2&before=" + cursor);
    assertThat(next.get(0).get("seq").longValue()).isLessThan(cursor);
    assertThat(next.get(0).get("error").stringValue()).isEqualTo("InvalidTokenException");
  }

  @Test
  void theLogKeepsAsManyCallsAsTheSettingsSay() {
    try (TestSimulator own = TestSimulator.start(Map.of("aws-simulator.api.requests-kept", "2"))) {
      SignedCall caller = SignedCall.of(own.product());
      for (int i = 0; i < 4; i++) {
        caller.send(own, "ResolveCustomer", "{}");
      }
      assertThat(own.get("/requests")).hasSize(2);
      assertThat(own.get("/requests").get(0).get("seq").longValue()).isEqualTo(4);
    }
  }
}
