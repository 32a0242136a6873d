package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The published metering cases against the simulator, by name, in the form of the legacy model: the
 * customer in place of the licence, the product code on the request.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VectorIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PRODUCT = "6k2p9x7d4m1q8w5z3c0v7b2n1";

  /** Cases of the concurrent model or of faults, neither of which there is yet. */
  private static final List<String> NOT_YET =
      List.of("licence belongs to another account", "API not offered in Region", "service fault");

  /** Cases that need a state of their own and have a test of their own below. */
  private static final List<String> APART =
      List.of(
          "previous month after 06:00 UTC on the 1st", "after cancellation window", "throttled");

  private static TestSimulator simulator;
  private static SignedCall seller;
  private static String customer;
  private static String agreementId;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("aws-simulator.start-at", "2026-08-31T20:00:00Z");
    Map.of(
            "code", PRODUCT,
            "title-zh", "另一款产品",
            "title-en", "Another product",
            "partition", "aws",
            "region", "us-east-1",
            "currency", "USD",
            "fulfilment-url", "http://localhost:8080/aws/another",
            "seller-account-id", "555566667777",
            "access-key-id", "AKIDEXAMPLE0000000000",
            "secret-access-key", "InventedSecretForTestVectorsOnly00000000")
        .forEach((key, value) -> settings.put("aws-simulator.products.another." + key, value));
    settings.put("aws-simulator.products.another.queue", "another");
    int i = 0;
    for (String dimension : List.of("data_gb", "sessions", "traces")) {
      String prefix = "aws-simulator.products.another.dimensions[" + i + "].";
      settings.put(prefix + "name", dimension);
      settings.put(prefix + "title-zh", dimension);
      settings.put(prefix + "title-en", dimension);
      settings.put(prefix + "unit-price", "0.10");
      i++;
    }
    simulator = TestSimulator.start(settings);
    seller =
        SignedCall.of(
            simulator.simulator().products().stream()
                .filter(p -> p.code().equals(PRODUCT))
                .findFirst()
                .orElseThrow());
    JsonNode subscription =
        simulator.create(
            "/subscriptions",
            "{\"accountId\":\"%s\",\"productCode\":\"%s\"}"
                .formatted(TestSimulator.ACCOUNT, PRODUCT));
    customer = subscription.get("customerIdentifier").stringValue();
    agreementId = subscription.get("agreementId").stringValue();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  private static List<JsonNode> cases() {
    List<JsonNode> cases = new ArrayList<>();
    Vectors.at("/api/BatchMeterUsage/cases").forEach(cases::add);
    return cases;
  }

  private static JsonNode named(String name) {
    return cases().stream()
        .filter(c -> c.get("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The request of a case in the legacy form, for our own customer. */
  private static ObjectNode legacy(JsonNode request) {
    ObjectNode legacy = (ObjectNode) request.deepCopy();
    if (!legacy.has("ProductCode")) {
      legacy.put("ProductCode", PRODUCT);
    }
    for (JsonNode node : legacy.get("UsageRecords")) {
      ObjectNode usage = (ObjectNode) node;
      boolean nobody = usage.path("CustomerIdentifier").stringValue("").equals("nobody");
      usage.remove(List.of("LicenseArn", "CustomerAWSAccountId"));
      if (!nobody) {
        usage.put("CustomerIdentifier", customer);
      }
    }
    return legacy;
  }

  private static HttpResponse<String> meter(JsonNode request) {
    return seller.send(simulator, "BatchMeterUsage", request.toString());
  }

  private static String status(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).at("/Results/0/Status").stringValue();
  }

  private static void assertError(HttpResponse<String> response, JsonNode expected) {
    assertThat(response.statusCode()).isEqualTo(expected.get("http").intValue());
    assertThat(JSON.readTree(response.body())).isEqualTo(expected.get("body"));
    assertThat(response.headers().firstValue("x-amzn-ErrorType"))
        .contains(expected.at("/body/__type").stringValue());
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/x-amz-json-1.1");
  }

  @Test
  @Order(1)
  void everyPublishedCaseIsKnownHere() {
    assertThat(cases()).hasSize(15);
    assertThat(cases().stream().map(c -> c.get("name").stringValue())).containsAll(NOT_YET);
    assertThat(cases().stream().map(c -> c.get("name").stringValue())).containsAll(APART);
  }

  @Test
  @Order(2)
  void previousMonthAfterSixUtcOnTheFirst() {
    JsonNode vector = named("previous month after 06:00 UTC on the 1st");
    simulator.post("/clock", "{\"set\":\"2026-09-01T05:59:00Z\"}");
    assertThat(status(meter(legacy(vector.get("request"))))).isEqualTo("Success");
    simulator.post("/clock", "{\"set\":\"%s\"}".formatted(vector.get("clock_now").stringValue()));
    assertError(meter(legacy(vector.get("request"))), vector.get("expect_error"));
  }

  @TestFactory
  @Order(3)
  Stream<DynamicTest> theCasesThatAreRefused() {
    simulator.post("/clock", "{\"set\":\"2026-09-01T11:05:00Z\"}");
    return cases().stream()
        .filter(c -> c.has("expect_error") && c.has("request"))
        .filter(c -> !NOT_YET.contains(c.get("name").stringValue()))
        .filter(c -> !APART.contains(c.get("name").stringValue()))
        .map(c ->
            DynamicTest.dynamicTest(
                c.get("name").stringValue(),
                () -> assertError(meter(legacy(c.get("request"))), c.get("expect_error"))));
  }

  @Test
  @Order(4)
  void identicalResendAndSameHourOtherMinuteAndDifferentQuantity() {
    JsonNode first = legacy(named("identical resend").get("request"));
    assertThat(status(meter(first))).isEqualTo("Success");
    HttpResponse<String> again = meter(first);
    assertThat(status(again)).isEqualTo("Success");
    assertThat(
            status(meter(legacy(named("same hour, other minute, same quantity").get("request")))))
        .isEqualTo("Success");
    assertThat(status(meter(legacy(named("same hour, different quantity").get("request")))))
        .isEqualTo("DuplicateRecord");
    JsonNode charged =
        simulator.get(
            "/metering-records?from=2026-09-01T00:00:00Z&dimension=data_gb&agreementId="
                + agreementId);
    assertThat(charged).hasSize(1);
    assertThat(charged.get(0).get("quantity").intValue()).isEqualTo(5);
    assertThat(JSON.readTree(again.body()).at("/Results/0/MeteringRecordId"))
        .isEqualTo(charged.get(0).get("meteringRecordId"));
  }

  @Test
  @Order(5)
  void theJavaSdksFractionOfASecondIsTakenAndEchoed() {
    ObjectNode request = legacy(Vectors.at("/api/BatchMeterUsage/java_sdk_style_request"));
    ((ObjectNode) request.at("/UsageRecords/0")).put("Dimension", "sessions");
    HttpResponse<String> response = meter(request);
    assertThat(status(response)).isEqualTo("Success");
    assertThat(response.body()).contains("\"Timestamp\":1788256800.123");
  }

  @Test
  @Order(6)
  void theBillShowsWhatWasChargedByTag() {
    ObjectNode request = legacy(Vectors.at("/api/BatchMeterUsage/concurrent_request"));
    ((tools.jackson.databind.node.ArrayNode) request.get("UsageRecords")).remove(1);
    ((ObjectNode) request.at("/UsageRecords/0")).put("Dimension", "traces");
    assertThat(status(meter(request))).isEqualTo("Success");
    JsonNode bill =
        simulator.get("/bill?month=2026-09&accountId=" + TestSimulator.ACCOUNT).at("/products/0");
    assertThat(bill.get("currency").stringValue()).isEqualTo("USD");
    assertThat(bill.get("total").stringValue()).isEqualTo("14.70");
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : bill.get("tags")) {
      tags.add(
          "%s=%s %s"
              .formatted(
                  tag.get("key").stringValue(),
                  tag.get("value").isNull() ? "-" : tag.get("value").stringValue(),
                  tag.get("amount").stringValue()));
    }
    assertThat(tags)
        .containsExactly(
            "team=platform 9.00",
            "team=- 1.00",
            "workspace=wksp_dev 3.00",
            "workspace=wksp_prod 6.00",
            "workspace=- 1.00");
  }

  @Test
  @Order(7)
  void afterCancellationWindow() {
    JsonNode request = legacy(named("after cancellation window").get("request"));
    ((ObjectNode) request.at("/UsageRecords/0")).put("Timestamp", 1788264000);
    simulator.post("/clock", "{\"set\":\"2026-09-01T12:10:00Z\"}");
    JsonNode ending = simulator.post("/subscriptions/" + agreementId + "/cancel", "{}");
    simulator.post("/clock", "{\"set\":\"2026-09-01T13:09:00Z\"}");
    assertThat(status(meter(request))).isEqualTo("Success");
    simulator.post(
        "/clock", "{\"set\":\"%s\"}".formatted(ending.get("windowEndsAt").stringValue()));
    assertThat(status(meter(request))).isEqualTo("CustomerNotSubscribed");
  }

  @Test
  @Order(8)
  void throttled() {
    try (TestSimulator slow = TestSimulator.start(Map.of("aws-simulator.calls-per-second", "1"))) {
      SignedCall caller = SignedCall.of(slow.product());
      HttpResponse<String> last = caller.send(slow, "BatchMeterUsage", "{\"UsageRecords\":[]}");
      for (int i = 0; i < 20 && !last.body().contains("Throttling"); i++) {
        last = caller.send(slow, "BatchMeterUsage", "{\"UsageRecords\":[]}");
      }
      assertError(last, named("throttled").get("expect_error"));
    }
  }
}
