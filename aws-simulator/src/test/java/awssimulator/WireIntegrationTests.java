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

  @Test
  void aBodyOfAMegabyteIsRefused() {
    String body = " ".repeat(1024 * 1024);
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
                .header("smithy-protocol", "rpc-v2-cbor")
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build());
    assertThat(error(response)).isEqualTo("UnknownOperationException");
  }

  @Test
  void theLogShowsCallsWithoutSignaturesAndTokens() {
    String token = simulator.subscribe(simulator.account()).get("registrationToken").stringValue();
    seller.send(simulator, "ResolveCustomer", "{\"RegistrationToken\":\"%s\"}".formatted(token));
    JsonNode log = simulator.get("/requests?limit=1000");
    assertThat(log.toString()).doesNotContain(token).doesNotContain("Signature=");
    boolean found = false;
    for (JsonNode entry : log) {
      found |=
          entry.get("operation").stringValue().equals("ResolveCustomer")
              && entry.get("status").intValue() == 200
              && entry.at("/headers/authorization").stringValue().equals("[redacted]");
    }
    assertThat(found).isTrue();
  }
}
