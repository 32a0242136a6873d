package io.countinghouse.acceptance;

/**
 * A product of the demo, and what its customers pay.
 *
 * <p>The worked example costs 3.6 + 2.4 + 4 + 1.4 + 2 = 13.4 CNY a day in China, as published, and
 * 1.38 + 0.8 + 1.8 + 0.58 + 0.6 = 5.16 USD overseas, by the same price list.
 */
enum Market {
  /** The legacy model: one agreement per buyer. */
  CHINA("guance-cn", "aws-cn", "cn2", "13.40"),
  /** The concurrent model: an agreement per licence. */
  OVERSEAS("guance-us", "aws", "us1", "5.16");

  private final String product;
  private final String partition;
  private final String site;
  private final String workedExample;

  Market(String product, String partition, String site, String workedExample) {
    this.product = product;
    this.partition = partition;
    this.site = site;
    this.workedExample = workedExample;
  }

  /** The product's name in the landing page's path. */
  String product() {
    return product;
  }

  String partition() {
    return partition;
  }

  /** The site that its customers find chosen. */
  String site() {
    return site;
  }

  /** What the worked example's usage costs, as the bill writes it. */
  String workedExample() {
    return workedExample;
  }
}
