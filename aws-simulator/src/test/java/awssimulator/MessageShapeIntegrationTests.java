package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each published message, brought about by its cause, has the published shape: the same members in
 * the same order, of the same types, with the same words wherever a word is not an id or a time.
 */
class MessageShapeIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CREATED = "Purchase Agreement Created";
  private static final String AMENDED = "Purchase Agreement Amended";
  private static final String ENDED = "Purchase Agreement Ended";
  private static final String CANCELLATION = "Agreement Cancellation Request";
  private static final String ADJUSTMENT = "Purchase Agreement Billing Adjustment";
  private static final String RESELLER = ",\"reseller\":{\"accountId\":\"567890123456\"}";
  private static final String RENEWING = ",\"autoRenew\":true,\"totalContractValue\":\"105000.00\"";

  private static Market market;

  @BeforeAll
  static void start() {
    market = Market.start();
  }

  @AfterAll
  static void stop() {
    market.close();
  }

  @TestFactory
  Stream<DynamicTest> legacyNotifications() {
    return tests("/legacy_sns", "/message", legacyCauses());
  }

  @TestFactory
  Stream<DynamicTest> events() {
    return tests("/eventbridge", "/event", eventCauses());
  }

  /** One test a vector; a vector without a cause fails. */
  private static Stream<DynamicTest> tests(
      String part, String member, Map<String, Supplier<JsonNode>> causes) {
    return Vectors.at(part).properties().stream()
        .map(vector ->
            DynamicTest.dynamicTest(
                vector.getKey(),
                () -> {
                  Supplier<JsonNode> cause =
                      causes.getOrDefault(
                          vector.getKey(),
                          () -> {
                            throw new AssertionError("no cause of " + vector.getKey());
                          });
                  JsonNode published =
                      vector.getValue().has(member.substring(1))
                          ? vector.getValue().at(member)
                          : JSON.readTree(vector.getValue().get("sqs_body_raw").stringValue());
                  assertThat(List.copyOf(Shape.of(cause.get()).entrySet()))
                      .isEqualTo(List.copyOf(Shape.of(published).entrySet()));
                }));
  }

  private static Map<String, Supplier<JsonNode>> legacyCauses() {
    Map<String, Supplier<JsonNode>> causes = new LinkedHashMap<>();
    causes.put("subscribe-success", () -> first(Market.LEGACY, "{}", "subscribe-success"));
    causes.put(
        "subscribe-success_free_trial",
        () -> first(Market.LEGACY, "{\"freeTrial\":true}", "subscribe-success"));
    causes.put(
        "subscribe-fail",
        () ->
            market
                .messages(
                    market.subscribeAs(
                        "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"payment\":\"fail\"}"
                            .formatted(market.account(), Market.LEGACY)))
                .getFirst());
    causes.put("unsubscribe-pending", () -> cancelled("unsubscribe-pending"));
    causes.put("unsubscribe-success", () -> cancelled("unsubscribe-success"));
    causes.put("entitlement-updated", () -> first(Market.LEGACY, "{}", "entitlement-updated"));
    causes.put("china_subscribe-success", () -> first(TestSimulator.PRODUCT, "{}", "subscribe"));
    // Neither is told by AWS's marketplace today: an old print, and what a sample sends to itself.
    causes.put("tolerance_padded_identifier", () -> anyMessage("/message"));
    causes.put("sample_self_sent_entitlement", () -> anyMessage("/sqs_body_raw"));
    return causes;
  }

  private static JsonNode first(String product, String offer, String kind) {
    return told(market.subscribe(market.account(), product, offer), kind);
  }

  private static JsonNode cancelled(String kind) {
    String agreement = market.subscribe(Market.LEGACY);
    market.step(agreement, "cancel");
    market.advance(Duration.ofHours(1));
    return told(agreement, kind);
  }

  /** Puts the vector on a queue by the control API and takes it from there. */
  private static JsonNode anyMessage(String member) {
    String name =
        member.equals("/message") ? "tolerance_padded_identifier" : "sample_self_sent_entitlement";
    JsonNode vector = Vectors.at("/legacy_sns/" + name + member);
    JsonNode message = vector.isString() ? JSON.readTree(vector.stringValue()) : vector;
    try (Market own = Market.start()) {
      own.simulator()
          .create(
              "/notifications",
              "{\"productCode\":\"%s\",\"message\":%s,\"raw\":true}"
                  .formatted(Market.LEGACY, message));
      return JSON.readTree(own.queue(Market.LEGACY).getFirst());
    }
  }

  /** The latest message about an agreement whose kind begins so. */
  private static JsonNode told(String agreement, String kind) {
    return market.messages(agreement).reversed().stream()
        .filter(m ->
            m.path("action").asString("").startsWith(kind)
                || m.path("detail-type").asString("").startsWith(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError(market.kinds(agreement) + " has no " + kind));
  }

  private static Map<String, Supplier<JsonNode>> eventCauses() {
    Map<String, Supplier<JsonNode>> causes = new LinkedHashMap<>();
    causes.put(CREATED + " - Proposer", () -> told(term(""), CREATED));
    causes.put(
        CREATED + " - Proposer (pay-as-you-go)",
        () -> told(market.subscribe(Market.CONCURRENT), CREATED));
    causes.put(
        CREATED + " - Proposer (RENEW)", () -> told(market.step(term(""), "renew"), CREATED));
    causes.put(
        CREATED + " - Proposer (REPLACE)", () -> told(market.step(term(""), "replace"), CREATED));
    causes.put(CREATED + " - Manufacturer", () -> told(term(RESELLER), CREATED));
    causes.put(
        AMENDED + " - Proposer", () -> after(term(""), "amend", "{\"autoRenew\":true}", AMENDED));
    causes.put(
        AMENDED + " - Manufacturer",
        () -> after(term(RESELLER), "amend", "{\"autoRenew\":true}", AMENDED));
    ended(causes);
    licences(causes);
    advisories(causes);
    renewals(causes);
    requests(causes);
    return causes;
  }

  private static String term(String more) {
    return market.subscribe(market.account(), Market.CONCURRENT, market.offer(365, more));
  }

  private static JsonNode after(String agreement, String step, String body, String kind) {
    market.step(agreement, step, body);
    return told(agreement, kind);
  }

  private static void ended(Map<String, Supplier<JsonNode>> causes) {
    Map<String, String> steps =
        Map.of(
            "CANCELLED", "cancel",
            "EXPIRED", "expire",
            "TERMINATED", "terminate",
            "RENEWED", "renew",
            "REPLACED", "replace");
    steps.forEach((status, step) ->
        causes.put(
            ENDED + " - Proposer (" + status + ")", () -> after(term(""), step, "{}", ENDED)));
    causes.put(ENDED + " - Manufacturer", () -> after(term(RESELLER), "cancel", "{}", ENDED));
  }

  private static void licences(Map<String, Supplier<JsonNode>> causes) {
    causes.put(
        "License Updated - Manufacturer",
        () -> told(market.subscribe(Market.CONCURRENT), "License Updated"));
    causes.put(
        "License Updated - Manufacturer (ARN as AWS prints it)",
        () -> told(market.subscribe(Market.PRINTED), "License Updated"));
    causes.put(
        "License Deprovisioned - Manufacturer",
        () -> after(term(""), "cancel", "{}", "License Deprovisioned"));
  }

  private static void advisories(Map<String, Supplier<JsonNode>> causes) {
    causes.put(
        "Purchase Agreement Advisory Issued - Manufacturer",
        () -> after(term(""), "issue-advisory", "{}", "Purchase Agreement Advisory"));
    causes.put(
        "Purchase Agreement Advisory Resolved - Manufacturer",
        () -> {
          String agreement = term("");
          market.step(agreement, "issue-advisory");
          return after(agreement, "resolve-advisory", "{}", "Purchase Agreement Advisory");
        });
  }

  private static void renewals(Map<String, Supplier<JsonNode>> causes) {
    causes.put(
        "Purchase Agreement Ending - Proposer", () -> ending(31, 2, "Purchase Agreement Ending"));
    causes.put(
        "Purchase Agreement Renewal Upcoming - Proposer",
        () -> ending(15, 2, "Purchase Agreement Renewal Upcoming"));
    causes.put(
        "Purchase Agreement Renewal Terms Finalized - Proposer",
        () ->
            after(
                term(",\"autoRenew\":true"),
                "finalize-renewal-terms",
                "{\"totalContractValue\":\"105000.00\"}",
                "Purchase Agreement Renewal Terms Finalized"));
  }

  private static JsonNode ending(int days, int later, String kind) {
    String agreement =
        market.subscribe(market.account(), Market.CONCURRENT, market.offer(days, RENEWING));
    market.advance(Duration.ofDays(later));
    return told(agreement, kind);
  }

  private static void requests(Map<String, Supplier<JsonNode>> causes) {
    causes.put(CANCELLATION + " Pending Approval - Proposer", () -> told(asked(), CANCELLATION));
    causes.put(CANCELLATION + " Approved - Proposer", () -> decided("approve", ""));
    causes.put(CANCELLATION + " Rejected - Proposer", () -> decided("reject", "Still needed"));
    causes.put(
        CANCELLATION + " Cancelled - Proposer", () -> decided("withdraw", "Withdrawn by seller"));
    causes.put(
        CANCELLATION + " Validation Failed - Proposer",
        () ->
            told(
                asked(",\"validationFailure\":\"A renewal agreement must be cancelled first\""),
                CANCELLATION));
    causes.put(ADJUSTMENT + " Completed - Proposer", () -> adjusted("completed"));
    causes.put(ADJUSTMENT + " Failed - Proposer", () -> adjusted("failed"));
    causes.put("Spend Threshold Reached", () -> spent("reached"));
    causes.put("Spend Threshold Vet Succeeded", () -> spent("vet-succeeded"));
    causes.put("Spend Threshold Vet Failed", () -> spent("vet-failed"));
  }

  private static String asked() {
    return asked("");
  }

  private static String asked(String more) {
    String agreement = term("");
    market
        .simulator()
        .create(
            "/subscriptions/" + agreement + "/cancellation-requests",
            "{\"reasonCode\":\"INCORRECT_TERMS_ACCEPTED\"" + more + "}");
    return agreement;
  }

  private static JsonNode decided(String decision, String message) {
    String agreement = asked();
    String path = "/subscriptions/" + agreement + "/cancellation-requests";
    String request = market.simulator().get(path).get(0).get("requestId").stringValue();
    market
        .simulator()
        .post(path + "/" + request + "/" + decision, "{\"message\":\"" + message + "\"}");
    return told(agreement, CANCELLATION);
  }

  private static JsonNode adjusted(String outcome) {
    String agreement = term("");
    market
        .simulator()
        .control(
            "POST",
            "/subscriptions/" + agreement + "/billing-adjustment",
            "{\"amount\":\"100.00\",\"reasonCode\":\"INCORRECT_METERING\",\"outcome\":\"%s\"}"
                .formatted(outcome),
            204);
    return told(agreement, ADJUSTMENT);
  }

  private static JsonNode spent(String event) {
    String agreement = market.subscribe(Market.CONCURRENT);
    market
        .simulator()
        .control(
            "POST",
            "/subscriptions/" + agreement + "/spend-threshold",
            "{\"event\":\"%s\"}".formatted(event),
            204);
    return told(agreement, "Spend Threshold");
  }

  @Test
  void anotherWordTypeOrMemberIsAnotherShape() {
    JsonNode message = JSON.readTree("{\"a\":\"x\",\"n\":30,\"t\":\"2026-09-01T08:15:01Z\"}");
    assertThat(Shape.of(message))
        .isEqualTo(
            Shape.of(JSON.readTree("{\"a\":\"x\",\"n\":30,\"t\":\"2027-01-01T00:00:00Z\"}")));
    for (String other :
        List.of(
            "{\"a\":\"y\",\"n\":30,\"t\":\"2026-09-01T08:15:01Z\"}",
            "{\"a\":\"x\",\"n\":\"30\",\"t\":\"2026-09-01T08:15:01Z\"}",
            "{\"a\":\"x\",\"n\":30,\"t\":\"2026-09-01T08:15:01.000Z\"}",
            "{\"a\":\"x\",\"n\":30,\"t\":null}",
            "{\"a\":\"x\",\"n\":30}")) {
      assertThat(Shape.of(JSON.readTree(other))).isNotEqualTo(Shape.of(message));
    }
  }

  @Test
  void anEventLiesOnTheQueueAsItIs() {
    try (Market own = Market.start()) {
      String agreement = own.subscribe(Market.CONCURRENT);
      assertThat(own.queue(Market.CONCURRENT).stream().map(JSON::readTree))
          .containsExactlyInAnyOrderElementsOf(own.messages(agreement));
    }
  }
}
