package io.countinghouse.acceptance;

import java.net.URI;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** AWS as the simulator's control API lets it act, and what it charges. */
final class Aws {

  private final DemoProcess demo;
  private final Http http = new Http();

  Aws(DemoProcess demo) {
    this.demo = demo;
  }

  /** A subscription with the token that its buyer lands with. */
  record Sold(String agreementId, String accountId, String registrationToken, URI landing) {}

  /** A new AWS account. */
  String account(String name) {
    return http.post(demo.simulator("/control/accounts"), Map.of("name", name))
        .path("accountId")
        .asString();
  }

  /** Sells a product to an account, and tells its seller. */
  Sold sell(Market market, String account) {
    return sell(market, account, "notifications", "send");
  }

  /** Sells a product to a new account and keeps what its seller is to be told for now. */
  Sold sellHolding(Market market, String accountName) {
    return sell(market, account(accountName), "notifications", "hold");
  }

  /** Sells a product to a new account that has not paid yet. */
  Sold sellUnpaid(Market market, String accountName) {
    return sell(market, account(accountName), "payment", "pending");
  }

  private Sold sell(Market market, String account, String option, String value) {
    JsonNode made =
        http.post(
            demo.simulator("/control/subscriptions"),
            Map.of("accountId", account, "productCode", productCode(market), option, value));
    return new Sold(
        made.path("agreementId").asString(),
        account,
        made.path("registrationToken").asString(),
        URI.create(made.path("fulfillmentUrl").asString()));
  }

  /** Says what it kept. */
  void release(Sold sold) {
    JsonNode _ = step(sold.agreementId(), "notifications/release", Map.of());
  }

  /** The buyer cannot pay. */
  void failPayment(Sold sold) {
    JsonNode _ = step(sold.agreementId(), "fail-payment", Map.of());
  }

  /** Answers its usage as if the customer were not subscribed. */
  void suspend(String agreementId) {
    JsonNode _ = step(agreementId, "suspend", Map.of());
  }

  /** Tells the seller of a product something that did not happen. */
  void tell(Market market, Map<String, Object> message) {
    JsonNode _ =
        http.post(
            demo.simulator("/control/notifications"),
            Map.of("productCode", productCode(market), "message", message));
  }

  void cancel(String agreementId) {
    JsonNode _ = step(agreementId, "cancel", Map.of());
  }

  /**
   * Renews a subscription from now until an instant.
   *
   * @return the one that follows
   */
  String renew(String agreementId, Instant until) {
    return step(agreementId, "renew", Map.of("offer", Map.of("endAt", until.toString())))
        .path("agreementId")
        .asString();
  }

  /**
   * Replaces a subscription by one on another private offer.
   *
   * @return the one that follows
   */
  String replace(String agreementId) {
    return step(agreementId, "replace", Map.of()).path("agreementId").asString();
  }

  private JsonNode step(String agreementId, String step, Object body) {
    return http.post(demo.simulator("/control/subscriptions/" + agreementId + "/" + step), body);
  }

  String productCode(Market market) {
    for (JsonNode product : http.get(demo.simulator("/control/products"))) {
      if (product.path("partition").asString().equals(market.partition())) {
        return product.path("code").asString();
      }
    }
    throw new AssertionError("the simulator does not sell " + market);
  }

  /** The total that an account is billed in the month of that time. */
  String billed(String accountId, Instant time) {
    YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
    return http.get(demo.simulator("/control/bill?accountId=" + accountId + "&month=" + month))
        .path("products")
        .path(0)
        .path("total")
        .asString("");
  }

  /** The units that a subscription is charged for. */
  long charged(String agreementId) {
    long units = 0;
    for (JsonNode record :
        http.get(demo.simulator("/control/metering-records?agreementId=" + agreementId))) {
      units += record.path("quantity").asLong();
    }
    return units;
  }
}
