package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.Product;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Products for tests, with the credentials of the profile {@code test}. */
final class TestProducts {

  private TestProducts() {}

  /**
   * @param endpoint the metering API; empty for AWS's own
   */
  static Product product(
      String code, Product.Model model, String partition, String region, @Nullable URI endpoint) {
    return product(code, model, partition, region, URI.create("http://127.0.0.1/"), endpoint);
  }

  static Product product(
      String code,
      Product.Model model,
      String partition,
      String region,
      URI queue,
      @Nullable URI endpoint) {
    URI somewhere = URI.create("http://127.0.0.1/");
    return new Product(
        "guance",
        code,
        "观测云",
        "Guance",
        partition,
        region,
        model,
        Currency.getInstance(partition.equals("aws-cn") ? "CNY" : "USD"),
        List.of("fee"),
        Map.of(),
        new BigDecimal("0.01"),
        endpoint,
        null,
        queue,
        somewhere,
        "test",
        null,
        somewhere,
        somewhere,
        null,
        null,
        Duration.ofMinutes(60));
  }
}
