package awssimulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How each published message is brought about, by the name of its vector. */
final class MessageCauses {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CREATED = "Purchase Agreement Created";
  private static final String AMENDED = "Purchase Agreement Amended";
  private static final String ENDED = "Purchase Agreement Ended";
  private static final String CANCELLATION = "Agreement Cancellation Request";
  private static final String ADJUSTMENT = "Purchase Agreement Billing Adjustment";
  private static final String RESELLER = ",\"reseller\":{\"accountId\":\"567890123456\"}";
  private static final String RENEWING = ",\"autoRenew\":true,\"totalContractValue\":\"105000.00\"";

  private final Market market;

  MessageCauses(Market market) {
    this.market = market;
  }

  /** Of each legacy message, by the name of its vector. */
  Map<String, Supplier<JsonNode>> legacy() {
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

  private JsonNode first(String product, String offer, String kind) {
    return told(market.subscribe(market.account(), product, offer), kind);
  }

  private JsonNode cancelled(String kind) {
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
  private JsonNode told(String agreement, String kind) {
    return market.messages(agreement).reversed().stream()
        .filter(m ->
            m.path("action").asString("").startsWith(kind)
                || m.path("detail-type").asString("").startsWith(kind))
        .findFirst()
        .orElseThrow(() -> new AssertionError(market.kinds(agreement) + " has no " + kind));
  }

  /** Of each event, by the name of its vector. */
  Map<String, Supplier<JsonNode>> events() {
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

  private String term(String more) {
    return market.subscribe(market.account(), Market.CONCURRENT, market.offer(365, more));
  }

  private JsonNode after(String agreement, String step, String body, String kind) {
    market.step(agreement, step, body);
    return told(agreement, kind);
  }

  private void ended(Map<String, Supplier<JsonNode>> causes) {
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

  private void licences(Map<String, Supplier<JsonNode>> causes) {
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

  private void advisories(Map<String, Supplier<JsonNode>> causes) {
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

  private void renewals(Map<String, Supplier<JsonNode>> causes) {
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

  private JsonNode ending(int days, int later, String kind) {
    String agreement =
        market.subscribe(market.account(), Market.CONCURRENT, market.offer(days, RENEWING));
    market.advance(Duration.ofDays(later));
    return told(agreement, kind);
  }

  private void requests(Map<String, Supplier<JsonNode>> causes) {
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

  private String asked() {
    return asked("");
  }

  private String asked(String more) {
    String agreement = term("");
    market
        .simulator()
        .create(
            "/subscriptions/" + agreement + "/cancellation-requests",
            "{\"reasonCode\":\"INCORRECT_TERMS_ACCEPTED\"" + more + "}");
    return agreement;
  }

  private JsonNode decided(String decision, String message) {
    String agreement = asked();
    String path = "/subscriptions/" + agreement + "/cancellation-requests";
    String request = market.simulator().get(path).get(0).get("requestId").stringValue();
    market
        .simulator()
        .post(path + "/" + request + "/" + decision, "{\"message\":\"" + message + "\"}");
    return told(agreement, CANCELLATION);
  }

  private JsonNode adjusted(String outcome) {
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

  private JsonNode spent(String event) {
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
}
