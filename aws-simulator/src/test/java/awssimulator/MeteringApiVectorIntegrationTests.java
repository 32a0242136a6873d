package awssimulator;

import static awssimulator.VectorMarket.CUSTOMER;
import static awssimulator.VectorMarket.LICENSE;
import static awssimulator.VectorMarket.SECOND_LICENSE;
import static awssimulator.VectorMarket.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every published request and answer of the metering API by its name; the metering cases and the
 * signed requests have tests of their own.
 */
class MeteringApiVectorIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCOUNT = TestSimulator.ACCOUNT;
  private static final String OTHER_ACCOUNT = "456789012345";

  /** What the examples say about themselves, and what {@code elsewhere} is tested. */
  private static final List<String> NO_CASES =
      List.of(
          "/ResolveCustomer/browser_post", // LandingFormVectorIntegrationTests
          "/ResolveCustomer/request_global", // SignatureVerifierTests
          "/ResolveCustomer/request_china", // SignatureVerifierTests
          "/BatchMeterUsage/headers",
          "/BatchMeterUsage/clock_now",
          "/BatchMeterUsage/cases"); // MeteringCases

  private static JsonNode vector(String pointer) {
    return Vectors.at("/api" + pointer);
  }

  private static VectorMarket market(String model, Map<String, String> more) {
    VectorMarket market = VectorMarket.start(model, Instant.parse("2026-09-01T08:14:55Z"), more);
    market.means(CUSTOMER, market.customer(ACCOUNT));
    return market;
  }

  private Map<String, Executable> tests() {
    Map<String, Executable> tests = new LinkedHashMap<>();
    tests.put("/ResolveCustomer/response_legacy_old", () -> resolve("legacy", false, 1));
    tests.put("/ResolveCustomer/response_legacy_with_license", () -> resolve("legacy", true, 1));
    tests.put("/ResolveCustomer/response_concurrent", () -> resolve("concurrent", false, 1));
    tests.put(
        "/ResolveCustomer/response_concurrent_second_agreement",
        () -> resolve("concurrent", false, 2));
    tests.put("/ResolveCustomer/errors", this::resolveErrors);
    tests.put("/BatchMeterUsage/legacy_request", this::everyStatus);
    tests.put("/BatchMeterUsage/legacy_response_every_status", this::everyStatus);
    tests.put("/BatchMeterUsage/concurrent_request", this::concurrentMetering);
    tests.put("/BatchMeterUsage/concurrent_response", this::concurrentMetering);
    tests.put("/BatchMeterUsage/java_sdk_style_request", this::fractionOfASecond);
    return tests;
  }

  @TestFactory
  Stream<DynamicTest> everyPublishedExample() {
    return tests().entrySet().stream()
        .map(test -> DynamicTest.dynamicTest(test.getKey(), test.getValue()));
  }

  @Test
  void noPublishedExampleIsLeftOut() {
    List<String> published = new ArrayList<>();
    for (String operation : List.of("ResolveCustomer", "BatchMeterUsage")) {
      vector("/" + operation)
          .propertyNames()
          .forEach(name -> published.add("/" + operation + "/" + name));
    }
    List<String> known = new ArrayList<>(tests().keySet());
    known.addAll(NO_CASES);
    assertThat(known).containsExactlyInAnyOrderElementsOf(published);
  }

  private static String token(VectorMarket market, Agreement agreement) {
    return market
        .simulator()
        .create("/subscriptions/" + agreement.agreementId() + "/token", "{}")
        .get("registrationToken")
        .stringValue();
  }

  private static HttpResponse<String> resolve(VectorMarket market, String token) {
    ObjectNode request = JSON.createObjectNode().put("RegistrationToken", token);
    return market.call("ResolveCustomer", request);
  }

  private void resolve(String model, boolean license, int nth) {
    try (VectorMarket market =
        market(model, Map.of("license-arn-in-resolve", String.valueOf(license)))) {
      Agreement agreement = market.subscribe(ACCOUNT, Offer.standard());
      market.means(LICENSE, agreement.licenseId());
      if (nth == 2) {
        agreement = market.subscribe(ACCOUNT, Offer.standard());
        market.means(SECOND_LICENSE, agreement.licenseId());
      }
      String name =
          switch (model + license + nth) {
            case "legacyfalse1" -> "response_legacy_old";
            case "legacytrue1" -> "response_legacy_with_license";
            case "concurrentfalse1" -> "response_concurrent";
            default -> "response_concurrent_second_agreement";
          };
      HttpResponse<String> response = resolve(market, token(market, agreement));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(market.published(response))
          .isEqualTo(vector("/ResolveCustomer/" + name + "/body"));
    }
  }

  private static JsonNode error(String operation, String name) {
    for (JsonNode error : vector("/" + operation + "/errors")) {
      if (error.at("/body/__type").stringValue().equals(name)) {
        return error;
      }
    }
    throw new AssertionError("no published error " + name);
  }

  private void resolveErrors() {
    try (VectorMarket market = market("concurrent", Map.of())) {
      assertThat(vector("/ResolveCustomer/errors")).hasSize(5);
      assertError(
          resolve(market, "tok-AbC+/=.0123"), error("ResolveCustomer", "InvalidTokenException"));
      String token = token(market, market.subscribe(ACCOUNT, Offer.standard()));
      market.faults(
          "ResolveCustomer",
          "{\"kind\":\"throttling\"}",
          "{\"kind\":\"disabled-api\"}",
          "{\"kind\":\"internal-error\"}");
      assertError(resolve(market, token), error("ResolveCustomer", "ThrottlingException"));
      assertError(resolve(market, token), error("ResolveCustomer", "DisabledApiException"));
      assertError(
          resolve(market, token), error("ResolveCustomer", "InternalServiceErrorException"));
      assertThat(resolve(market, token).statusCode()).isEqualTo(200);
      market.simulator().post("/clock", "{\"advance\":\"PT4H\"}");
      assertError(resolve(market, token), error("ResolveCustomer", "ExpiredTokenException"));
    }
  }

  /** The answer with the published record ids in place of ours, which are all different. */
  private static JsonNode withPublishedIds(JsonNode answer, JsonNode published) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < answer.get("Results").size(); i++) {
      ObjectNode result = (ObjectNode) answer.get("Results").get(i);
      JsonNode id = published.at("/Results/" + i + "/MeteringRecordId");
      assertThat(result.has("MeteringRecordId")).isEqualTo(!id.isMissingNode());
      if (result.has("MeteringRecordId")) {
        ids.add(result.get("MeteringRecordId").stringValue());
        result.set("MeteringRecordId", id);
      }
    }
    assertThat(ids).doesNotHaveDuplicates();
    return answer;
  }

  private void everyStatus() {
    try (VectorMarket market = market("legacy", Map.of())) {
      market.means("bUyEr2Zk9Lm", market.customer(OTHER_ACCOUNT));
      market.subscribe(ACCOUNT, Offer.standard());
      market.at(vector("/BatchMeterUsage/clock_now").stringValue());
      ObjectNode earlier = (ObjectNode) vector("/BatchMeterUsage/legacy_request").deepCopy();
      ArrayNode records = (ArrayNode) earlier.get("UsageRecords");
      JsonNode traces = ((ObjectNode) records.get(3)).put("Quantity", 8);
      records.removeAll().add(traces);
      market.call("BatchMeterUsage", earlier);
      market.faults("BatchMeterUsage", "{\"kind\":\"unprocessed\",\"records\":[4]}");
      HttpResponse<String> response =
          market.call("BatchMeterUsage", vector("/BatchMeterUsage/legacy_request"));
      JsonNode published = vector("/BatchMeterUsage/legacy_response_every_status/body");
      assertThat(withPublishedIds(market.published(response), published)).isEqualTo(published);
    }
  }

  private static void twoLicenses(VectorMarket market) {
    market.means(LICENSE, market.subscribe(ACCOUNT, Offer.standard()).licenseId());
    market.means(SECOND_LICENSE, market.subscribe(ACCOUNT, Offer.standard()).licenseId());
    market.at(vector("/BatchMeterUsage/clock_now").stringValue());
  }

  private void concurrentMetering() {
    try (VectorMarket market = market("concurrent", Map.of())) {
      twoLicenses(market);
      HttpResponse<String> response =
          market.call("BatchMeterUsage", vector("/BatchMeterUsage/concurrent_request"));
      JsonNode published = vector("/BatchMeterUsage/concurrent_response/body");
      assertThat(withPublishedIds(market.published(response), published)).isEqualTo(published);
      assertThat(bill(market))
          .containsExactly(
              "team=platform 9.00",
              "team=- 1.50",
              "workspace=wksp_dev 3.00",
              "workspace=wksp_prod 6.00",
              "workspace=- 1.50");
    }
  }

  private static List<String> bill(VectorMarket market) {
    JsonNode bill =
        market.simulator().get("/bill?month=2026-09&accountId=" + ACCOUNT).at("/products/0");
    assertThat(bill.get("currency").stringValue()).isEqualTo("USD");
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : bill.get("tags")) {
      @Nullable String value = tag.get("value").isNull() ? "-" : tag.get("value").stringValue();
      tags.add(
          "%s=%s %s"
              .formatted(tag.get("key").stringValue(), value, tag.get("amount").stringValue()));
    }
    return tags;
  }

  private void fractionOfASecond() {
    try (VectorMarket market = market("legacy", Map.of())) {
      market.subscribe(ACCOUNT, Offer.standard());
      market.at(vector("/BatchMeterUsage/clock_now").stringValue());
      HttpResponse<String> response =
          market.call("BatchMeterUsage", vector("/BatchMeterUsage/java_sdk_style_request"));
      assertThat(VectorMarket.status(response)).isEqualTo("Success");
      assertThat(response.body()).contains("\"Timestamp\":1788256800.123");
    }
  }
}
