package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A simulator with the product of the published examples. It makes its identifiers itself, so each
 * example is sent with ours in place of the published ones, and each answer is turned back.
 */
final class VectorMarket implements AutoCloseable {
  static final String PRODUCT = "6k2p9x7d4m1q8w5z3c0v7b2n1";
  static final String CUSTOMER = "cUsT0mEr7Qx";
  static final String LICENSE = "l-0a1b2c3d4e5f60718293a4b5c6d7e8f9";
  static final String SECOND_LICENSE = "l-f9e8d7c6b5a493827160f5e4d3c2b1a0";
  static final String OFFER = "offer-4t6y8u0i2o4p6";
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> ours = new LinkedHashMap<>();
  private final TestSimulator simulator;
  private final SignedCall seller;

  private VectorMarket(Map<String, String> settings) {
    simulator = TestSimulator.start(settings);
    seller =
        SignedCall.of(
            simulator.simulator().products().stream()
                .filter(p -> p.code().equals(PRODUCT))
                .findFirst()
                .orElseThrow());
  }

  /** Starts one. The settings of the product are by their short keys, others by the whole key. */
  static VectorMarket start(String model, Instant startAt, Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("aws-simulator.start-at", startAt.toString());
    Map<String, String> product = product(PRODUCT, model);
    product.put("product-id", "prod-7hqv2mexample1");
    more.forEach((key, value) -> {
      if (key.startsWith("aws-simulator.")) {
        settings.put(key, value);
      } else {
        product.put(key, value);
      }
    });
    product.forEach((key, value) -> settings.put("aws-simulator.products.another." + key, value));
    return new VectorMarket(settings);
  }

  /** The settings of a product of the published seller. */
  static Map<String, String> product(String code, String model) {
    Map<String, String> product = new LinkedHashMap<>();
    product.put("code", code);
    product.put("title-zh", "另一款产品");
    product.put("title-en", "Another product");
    product.put("partition", "aws");
    product.put("region", "us-east-1");
    product.put("model", model);
    product.put("currency", "USD");
    product.put("fulfilment-url", "http://localhost:8080/aws/another");
    product.put("seller-account-id", "210987654321");
    product.put("access-key-id", "AKIDEXAMPLE0000000000");
    product.put("secret-access-key", "InventedSecretForTestVectorsOnly00000000");
    product.put("queue", "queue-" + code);
    for (int i = 0; i < 3; i++) {
      String name = List.of("data_gb", "sessions", "traces").get(i);
      product.put("dimensions[" + i + "].name", name);
      product.put("dimensions[" + i + "].title-zh", name);
      product.put("dimensions[" + i + "].title-en", name);
      product.put("dimensions[" + i + "].unit-price", "0.10");
    }
    return product;
  }

  TestSimulator simulator() {
    return simulator;
  }

  SignedCall seller() {
    return seller;
  }

  /** From now on the published identifier stands for that one of ours. */
  void means(String published, String our) {
    ours.put(published, our);
  }

  /** An account's customer identifier, by its id. */
  String customer(String accountId) {
    return market().account(accountId).customerIdentifier();
  }

  /** The market itself, for what no control call can order. */
  Agreements market() {
    return simulator.simulator().context().getBean(Agreements.class);
  }

  /** Subscribes an account by any offer. */
  Agreement subscribe(String accountId, Offer offer) {
    return market().subscribe(accountId, PRODUCT, offer, Offer.Payment.OK, false);
  }

  /** Sets the time. */
  void at(String instant) {
    simulator.post("/clock", "{\"set\":\"%s\"}".formatted(instant));
  }

  /** Gives the next calls of an operation these faults. */
  void faults(String operation, String... faults) {
    simulator.control(
        "PUT",
        "/faults",
        "{\"operations\":{\"%s\":{\"script\":[%s]}}}"
            .formatted(operation, String.join(",", faults)),
        200);
  }

  /** Sends a published request. */
  HttpResponse<String> call(String operation, JsonNode request) {
    return seller.send(simulator, operation, ours(request.toString()));
  }

  /** A published text with our identifiers. */
  String ours(String text) {
    String result = text;
    for (Map.Entry<String, String> pair : ours.entrySet()) {
      result = result.replace(pair.getKey(), pair.getValue());
    }
    return result;
  }

  /** An answer with the published identifiers. */
  JsonNode published(HttpResponse<String> response) {
    String result = response.body();
    for (Map.Entry<String, String> pair : ours.entrySet()) {
      result = result.replace(pair.getValue(), pair.getKey());
    }
    return JSON.readTree(result);
  }

  /** The answer is the published error, in every way a client may read it. */
  static void assertError(HttpResponse<String> response, JsonNode expected) {
    assertThat(response.statusCode())
        .as(response.body())
        .isEqualTo(expected.get("http").intValue());
    assertThat(JSON.readTree(response.body())).isEqualTo(expected.get("body"));
    assertThat(response.headers().firstValue("x-amzn-ErrorType"))
        .contains(expected.at("/body/__type").stringValue());
    assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/x-amz-json-1.1");
  }

  static String status(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).at("/Results/0/Status").stringValue();
  }

  @Override
  public void close() {
    simulator.close();
  }
}
