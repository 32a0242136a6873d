package io.countinghouse.simulation;

import awssimulator.AwsSimulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The two products that are sold: one of each model. */
enum Offering {
  CHINA("guance-cn", "aws-cn", "LEGACY", "CNY", "cn2", "6h"),
  OVERSEAS("guance-us", "aws", "CONCURRENT", "USD", "us1", "24h");

  private static final String LOGS = "logs";

  private final String id;
  private final String partition;
  private final String model;
  private final String currency;
  private final String site;
  private final String window;

  Offering(String id, String partition, String model, String currency, String site, String window) {
    this.id = id;
    this.partition = partition;
    this.model = model;
    this.currency = currency;
    this.site = site;
    this.window = window;
  }

  String id() {
    return id;
  }

  boolean concurrent() {
    return this == OVERSEAS;
  }

  /** The site that its subscribers register at. */
  String site() {
    return site;
  }

  String profile() {
    return "countinghouse-simulation-" + id;
  }

  AwsSimulator.Product in(AwsSimulator simulator) {
    return simulator.products().stream()
        .filter(product -> product.partition().equals(partition))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Its settings in the server, as {@code --key=value}.
   *
   * @param index which of the server's products it is
   */
  List<String> settings(AwsSimulator simulator, int index) {
    AwsSimulator.Product known = in(simulator);
    String prefix = "--countinghouse.marketplace.products[" + index + "].";
    List<String> settings = new ArrayList<>(dimensions(prefix));
    settings.addAll(
        List.of(
            prefix + "id=" + id,
            prefix + "code=" + known.code(),
            prefix + "title-zh=" + known.title(),
            prefix + "title-en=" + known.title(),
            prefix + "partition=" + known.partition(),
            prefix + "region=" + known.region(),
            prefix + "model=" + model,
            prefix + "currency=" + currency,
            prefix + "unit=0.01",
            prefix + "endpoint=" + simulator.address(),
            prefix + "queue-url=" + known.queueUrl(),
            prefix + "sqs-endpoint=" + simulator.sqsAddress(),
            prefix + "credentials-profile=" + profile(),
            prefix + "subscribe-url=" + simulator.address() + "/products/" + known.code(),
            prefix + "manage-url=" + simulator.address() + "/software",
            prefix + "metering-window=" + window));
    return settings;
  }

  /** Of the product overseas logs have a dimension of their own. */
  private List<String> dimensions(String prefix) {
    return concurrent()
        ? List.of(
            prefix + "dimensions[0]=fee",
            prefix + "dimensions[1]=" + LOGS,
            prefix + "item-dimensions.log=" + LOGS)
        : List.of(prefix + "dimensions[0]=fee");
  }

  /** The same, of the simulator: settings and values. */
  Map<String, String> inMarket() {
    Map<String, String> settings = new HashMap<>();
    if (concurrent()) {
      int index = 0;
      for (String dimension : List.of("fee", LOGS)) {
        String prefix = "aws-simulator.products." + id + ".dimensions[" + index++ + "].";
        settings.put(prefix + "name", dimension);
        settings.put(prefix + "title-zh", dimension);
        settings.put(prefix + "title-en", dimension);
        settings.put(prefix + "unit-price", "0.01");
      }
    }
    return settings;
  }
}
