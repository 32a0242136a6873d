package io.countinghouse.demo;

import awssimulator.AwsSimulator;

/** The simulator's products, as the demo's server knows them. */
enum DemoProduct {
  CHINA("guance-cn", "aws-cn", "legacy", "CNY", "观测云 SaaS", "Guance SaaS"),
  OVERSEAS("guance-us", "aws", "concurrent", "USD", "观测云 SaaS 海外", "Guance SaaS overseas");

  private final String id;
  private final String partition;
  private final String model;
  private final String currency;
  private final String titleZh;
  private final String titleEn;

  DemoProduct(
      String id, String partition, String model, String currency, String titleZh, String titleEn) {
    this.id = id;
    this.partition = partition;
    this.model = model;
    this.currency = currency;
    this.titleZh = titleZh;
    this.titleEn = titleEn;
  }

  /** Its name in the settings of both sides, and in the landing page's path. */
  String id() {
    return id;
  }

  String model() {
    return model;
  }

  String currency() {
    return currency;
  }

  String titleZh() {
    return titleZh;
  }

  String titleEn() {
    return titleEn;
  }

  /** The named profile of its seller's credentials. */
  String profile() {
    return "countinghouse-demo-" + id;
  }

  /**
   * What the simulator says of it; there is one product for each partition.
   *
   * @throws IllegalStateException if the simulator has it not
   */
  AwsSimulator.Product in(AwsSimulator simulator) {
    return simulator.products().stream()
        .filter(it -> it.partition().equals(partition))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the simulator has no product " + id));
  }
}
