package awssimulator;

import static awssimulator.VectorMarket.LICENSE;
import static awssimulator.VectorMarket.PRODUCT;
import static awssimulator.VectorMarket.SECOND_LICENSE;
import static awssimulator.VectorMarket.assertError;
import static awssimulator.VectorMarket.status;
import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every published metering case by its name: as published for the concurrent model, and for the
 * legacy model with the customer in place of the licence and the product code on the request.
 */
abstract class MeteringCases {
  private final boolean legacy;

  MeteringCases(boolean legacy) {
    this.legacy = legacy;
  }

  private static JsonNode named(String name) {
    return StreamSupport.stream(Vectors.at("/api/BatchMeterUsage/cases").spliterator(), false)
        .filter(c -> c.get("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private VectorMarket market(boolean legacyModel) {
    VectorMarket market =
        VectorMarket.start(
            legacyModel ? "legacy" : "concurrent", Instant.parse("2026-08-31T20:00:00Z"), Map.of());
    String account = TestSimulator.ACCOUNT;
    market.means(VectorMarket.CUSTOMER, market.customer(account));
    Agreement first = market.subscribe(account, Offer.standard());
    market.means(LICENSE, first.licenseId());
    if (!legacyModel) {
      market.means(SECOND_LICENSE, market.subscribe(account, Offer.standard()).licenseId());
    }
    return market;
  }

  /** The request of a case in the form of the model. */
  private JsonNode request(VectorMarket market, String name) {
    JsonNode request = named(name).get("request");
    if (!legacy || request.has("ProductCode")) {
      return request;
    }
    ObjectNode form = (ObjectNode) request.deepCopy();
    form.put("ProductCode", PRODUCT);
    for (JsonNode node : form.get("UsageRecords")) {
      ObjectNode usage = (ObjectNode) node;
      usage.remove("LicenseArn");
      usage.remove("CustomerAWSAccountId");
      usage.put("CustomerIdentifier", market.customer(TestSimulator.ACCOUNT));
    }
    return form;
  }

  private HttpResponse<String> meter(VectorMarket market, String name) {
    return market.call("BatchMeterUsage", request(market, name));
  }

  private Map<String, Executable> tests() {
    Map<String, Executable> tests = new LinkedHashMap<>();
    tests.put("identical resend", this::identicalResend);
    tests.put("same hour, other minute, same quantity", this::otherMinute);
    tests.put("same hour, different quantity", this::differentQuantity);
    for (String refused :
        new String[] {
          "allocation sum differs from quantity",
          "six tags in one allocation",
          "unknown dimension",
          "too old (24 h rule)"
        }) {
      tests.put(refused, () -> refused(refused, legacy));
    }
    tests.put("previous month after 06:00 UTC on the 1st", this::previousMonth);
    // A licence exists only in the concurrent model, a customer identifier only in the legacy one.
    tests.put(
        "licence belongs to another account",
        () -> asPublished("licence belongs to another account", false));
    tests.put(
        "unknown customer identifier", () -> asPublished("unknown customer identifier", true));
    tests.put("wrong product code", () -> refused("wrong product code", legacy));
    tests.put("after cancellation window", this::afterWindow);
    tests.put("throttled", () -> fault("throttled", "throttling"));
    tests.put("API not offered in Region", this::otherRegion);
    tests.put("service fault", () -> fault("service fault", "internal-error"));
    return tests;
  }

  @TestFactory
  Stream<DynamicTest> everyPublishedCase() {
    return tests().entrySet().stream()
        .map(test -> DynamicTest.dynamicTest(test.getKey(), test.getValue()));
  }

  @Test
  void noPublishedCaseIsLeftOut() {
    assertThat(tests().keySet())
        .containsExactlyInAnyOrderElementsOf(
            StreamSupport.stream(Vectors.at("/api/BatchMeterUsage/cases").spliterator(), false)
                .map(c -> c.get("name").stringValue())
                .toList());
  }

  private void identicalResend() {
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T11:05:00Z");
      HttpResponse<String> first = meter(market, "identical resend");
      assertThat(status(first)).isEqualTo("Success");
      HttpResponse<String> again = meter(market, "identical resend");
      assertThat(market.published(again)).isEqualTo(market.published(first));
      assertThat(market.simulator().get("/metering-records")).hasSize(1);
    }
  }

  private void otherMinute() {
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T11:05:00Z");
      meter(market, "identical resend");
      assertThat(status(meter(market, "same hour, other minute, same quantity")))
          .isEqualTo("Success");
      assertThat(market.simulator().get("/metering-records")).hasSize(1);
    }
  }

  private void differentQuantity() {
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T11:05:00Z");
      meter(market, "identical resend");
      assertThat(status(meter(market, "same hour, different quantity")))
          .isEqualTo("DuplicateRecord");
      JsonNode charged = market.simulator().get("/metering-records");
      assertThat(charged).hasSize(1);
      assertThat(charged.get(0).get("quantity").intValue()).isEqualTo(5);
    }
  }

  private void refused(String name, boolean legacyModel) {
    try (VectorMarket market = market(legacyModel)) {
      market.at("2026-09-01T11:05:00Z");
      assertError(meter(market, name), named(name).get("expect_error"));
      assertThat(market.simulator().get("/metering-records")).isEmpty();
    }
  }

  private void asPublished(String name, boolean legacyModel) {
    try (VectorMarket market = market(legacyModel)) {
      if (legacyModel) {
        market.means(SECOND_LICENSE, "l-unused");
      }
      market.at("2026-09-01T11:05:00Z");
      assertError(
          market.call("BatchMeterUsage", named(name).get("request")),
          named(name).get("expect_error"));
    }
  }

  private void previousMonth() {
    String name = "previous month after 06:00 UTC on the 1st";
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T05:59:00Z");
      assertThat(status(meter(market, name))).isEqualTo("Success");
      market.at(named(name).get("clock_now").stringValue());
      assertError(meter(market, name), named(name).get("expect_error"));
    }
  }

  private void afterWindow() {
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T10:10:00Z");
      String agreement =
          market
              .market()
              .byLicense(market.ours(legacy ? LICENSE : SECOND_LICENSE))
              .orElseThrow()
              .agreementId();
      JsonNode ending = market.simulator().post("/subscriptions/" + agreement + "/cancel", "{}");
      market.at("2026-09-01T11:05:00Z");
      assertThat(status(meter(market, "after cancellation window"))).isEqualTo("Success");
      assertThat(market.simulator().get("/metering-records")).hasSize(1);
      market.at(ending.get("windowEndsAt").stringValue());
      assertThat(status(meter(market, "after cancellation window")))
          .isEqualTo("CustomerNotSubscribed");
    }
  }

  private void otherRegion() {
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T11:05:00Z");
      HttpResponse<String> response =
          market
              .seller()
              .in("eu-west-1")
              .send(
                  market.simulator(),
                  "BatchMeterUsage",
                  market.ours(request(market, "identical resend").toString()));
      assertError(response, named("API not offered in Region").get("expect_error"));
    }
  }

  private void fault(String name, String kind) {
    try (VectorMarket market = market(legacy)) {
      market.at("2026-09-01T11:05:00Z");
      market.faults("BatchMeterUsage", "{\"kind\":\"" + kind + "\"}");
      assertError(meter(market, "identical resend"), named(name).get("expect_error"));
      assertThat(status(meter(market, "identical resend"))).isEqualTo("Success");
    }
  }
}
