package awssimulator;

import static awssimulator.VectorMarket.CUSTOMER;
import static awssimulator.VectorMarket.LICENSE;
import static awssimulator.VectorMarket.OFFER;
import static awssimulator.VectorMarket.PRODUCT;
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
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every published request and answer about entitlements and agreements by its name. */
class EntitlementVectorIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCOUNT = TestSimulator.ACCOUNT;
  private static final String OTHER_ACCOUNT = "456789012345";
  private static final String AGREEMENT = "agmt-2r8kq0v5w9n3x7z1c4b6m8p0d";

  /** What is said about the examples. */
  private static final List<String> NO_CASES =
      List.of(
          "/GetEntitlements/headers",
          "/GetEntitlements/hosts",
          "/DescribeAgreement/headers",
          "/DescribeAgreement/host");

  private static JsonNode vector(String pointer) {
    return Vectors.at("/api" + pointer);
  }

  private static VectorMarket market(String model, Map<String, String> more) {
    VectorMarket market = VectorMarket.start(model, Instant.parse("2026-09-01T08:14:55Z"), more);
    market.means(CUSTOMER, market.customer(ACCOUNT));
    return market;
  }

  private static JsonNode error(String operation, String name) {
    for (JsonNode error : vector("/" + operation + "/errors")) {
      if (error.at("/body/__type").stringValue().equals(name)) {
        return error;
      }
    }
    throw new AssertionError("no published error " + name);
  }

  private Map<String, Executable> tests() {
    Map<String, Executable> tests = new LinkedHashMap<>();
    tests.put("/GetEntitlements/legacy_request", this::legacyEntitlements);
    tests.put("/GetEntitlements/legacy_response", this::legacyEntitlements);
    tests.put("/GetEntitlements/concurrent_request", this::concurrentEntitlements);
    tests.put("/GetEntitlements/concurrent_response_page1", this::firstPage);
    tests.put("/GetEntitlements/empty_page_with_token", this::emptyPage);
    tests.put("/GetEntitlements/no_entitlement", () -> nothing("no_entitlement", false));
    tests.put(
        "/GetEntitlements/no_entitlement_key_missing",
        () -> nothing("no_entitlement_key_missing", true));
    tests.put("/GetEntitlements/errors", this::entitlementErrors);
    tests.put("/DescribeAgreement/request", this::describe);
    tests.put("/DescribeAgreement/response_payg", this::describe);
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
    for (String operation : List.of("GetEntitlements", "DescribeAgreement")) {
      vector("/" + operation)
          .propertyNames()
          .forEach(name -> published.add("/" + operation + "/" + name));
    }
    List<String> known = new ArrayList<>(tests().keySet());
    known.addAll(NO_CASES);
    assertThat(known).containsExactlyInAnyOrderElementsOf(published);
    assertThat(Vectors.at("/api").propertyNames())
        .containsExactlyInAnyOrder(
            "ResolveCustomer", "BatchMeterUsage", "GetEntitlements", "DescribeAgreement");
  }

  /** A product that grants seats by contract, until the published moment. */
  private static VectorMarket contract(String model, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.put("contract-dimensions[0].name", "seats");
    all.put("contract-dimensions[0].title-zh", "seats");
    all.put("contract-dimensions[0].title-en", "seats");
    return market(model, all);
  }

  private static Agreement seats(VectorMarket market, String account) {
    return market.subscribe(
        account,
        new Offer(
            null,
            false,
            null,
            Instant.ofEpochSecond(1819786495),
            null,
            null,
            null,
            null,
            Map.of("seats", 25L)));
  }

  private void legacyEntitlements() {
    try (VectorMarket market = contract("legacy", Map.of())) {
      seats(market, ACCOUNT);
      seats(market, OTHER_ACCOUNT);
      HttpResponse<String> response =
          entitlements(market, vector("/GetEntitlements/legacy_request"));
      assertThat(market.published(response)).isEqualTo(vector("/GetEntitlements/legacy_response"));
    }
  }

  private static HttpResponse<String> entitlements(VectorMarket market, JsonNode request) {
    HttpResponse<String> response =
        market.call(vector("/GetEntitlements/headers/X-Amz-Target").stringValue(), request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response;
  }

  private void concurrentEntitlements() {
    try (VectorMarket market = contract("concurrent", Map.of())) {
      market.means(LICENSE, seats(market, ACCOUNT).licenseId());
      seats(market, ACCOUNT);
      JsonNode answer =
          market.published(entitlements(market, vector("/GetEntitlements/concurrent_request")));
      ObjectNode published =
          (ObjectNode) vector("/GetEntitlements/concurrent_response_page1").deepCopy();
      published.remove("NextToken");
      assertThat(answer).isEqualTo(published);
    }
  }

  private void firstPage() {
    try (VectorMarket market = contract("concurrent", Map.of())) {
      market.means(LICENSE, seats(market, ACCOUNT).licenseId());
      seats(market, ACCOUNT);
      ObjectNode request = JSON.createObjectNode().put("ProductCode", PRODUCT).put("MaxResults", 1);
      ObjectNode answer = (ObjectNode) market.published(entitlements(market, request));
      assertThat(answer.get("NextToken").stringValue()).isNotBlank();
      answer.put("NextToken", "opaque-1");
      assertThat(answer).isEqualTo(vector("/GetEntitlements/concurrent_response_page1"));
    }
  }

  private void emptyPage() {
    try (VectorMarket market = contract("concurrent", Map.of())) {
      seats(market, ACCOUNT);
      market.faults("GetEntitlements", "{\"kind\":\"empty-page\"}");
      ObjectNode request = JSON.createObjectNode().put("ProductCode", PRODUCT);
      ObjectNode answer = (ObjectNode) market.published(entitlements(market, request));
      request.set("NextToken", answer.get("NextToken"));
      answer.put("NextToken", "opaque-2");
      assertThat(answer).isEqualTo(vector("/GetEntitlements/empty_page_with_token"));
      assertThat(market.published(entitlements(market, request)).get("Entitlements")).hasSize(1);
    }
  }

  private void nothing(String name, boolean omit) {
    try (VectorMarket market =
        contract(
            "concurrent",
            Map.of("aws-simulator.api.omit-empty-entitlements", String.valueOf(omit)))) {
      HttpResponse<String> response =
          entitlements(market, JSON.createObjectNode().put("ProductCode", PRODUCT));
      assertThat(market.published(response)).isEqualTo(vector("/GetEntitlements/" + name));
    }
  }

  private void entitlementErrors() {
    try (VectorMarket market = contract("legacy", Map.of())) {
      assertThat(vector("/GetEntitlements/errors")).hasSize(3);
      String target = vector("/GetEntitlements/headers/X-Amz-Target").stringValue();
      ObjectNode request = (ObjectNode) vector("/GetEntitlements/legacy_request").deepCopy();
      ((ObjectNode) request.get("Filter")).putArray("CUSTOMER_AWS_ACCOUNT_ID").add(ACCOUNT);
      assertError(
          market.call(target, request), error("GetEntitlements", "InvalidParameterException"));
      market.faults(
          "GetEntitlements", "{\"kind\":\"throttling\"}", "{\"kind\":\"internal-error\"}");
      assertError(market.call(target, request), error("GetEntitlements", "ThrottlingException"));
      assertError(
          market.call(target, request), error("GetEntitlements", "InternalServiceErrorException"));
    }
  }

  private void describe() {
    try (VectorMarket market = market("concurrent", Map.of())) {
      Agreement agreement =
          market.subscribe(
              ACCOUNT, new Offer(OFFER, false, null, null, null, null, null, null, null));
      market.means(AGREEMENT, agreement.agreementId());
      HttpResponse<String> response =
          market.call(
              vector("/DescribeAgreement/headers/X-Amz-Target").stringValue(),
              vector("/DescribeAgreement/request"));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type"))
          .contains(vector("/DescribeAgreement/headers/Content-Type").stringValue());
      ObjectNode answer = (ObjectNode) market.published(response);
      assertThat(answer.get("startTime").longValue())
          .isEqualTo(agreement.startAt().getEpochSecond());
      assertThat(answer.get("acceptanceTime").longValue())
          .isEqualTo(agreement.acceptedAt().getEpochSecond());
      answer.put("startTime", 1788250495).put("acceptanceTime", 1788250495);
      assertThat(answer).isEqualTo(vector("/DescribeAgreement/response_payg"));
    }
  }
}
