package io.countinghouse.marketplace;

import io.countinghouse.kernel.ClockSettings;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The configured products. */
@Component
@EnableConfigurationProperties(MarketplaceSettings.class)
public class Products {

  private final List<Product> products;

  /**
   * @throws IllegalArgumentException if an id or code is configured twice, an item goes to a
   *     dimension that the product does not have, or a driven clock meets the real AWS
   */
  Products(MarketplaceSettings settings, ClockSettings clock) {
    products = List.copyOf(settings.products());
    Set<String> seen = new HashSet<>();
    for (Product product : products) {
      if (!seen.add("id " + product.id()) || !seen.add("code " + product.code())) {
        throw new IllegalArgumentException(
            "countinghouse.marketplace.products: " + product.id() + " is configured twice");
      }
      if (!product.dimensions().containsAll(product.itemDimensions().values())) {
        throw new IllegalArgumentException(
            "countinghouse.marketplace.products: item-dimensions of %s names a dimension that is not among %s"
                .formatted(product.id(), product.dimensions()));
      }
      if (clock.source() == ClockSettings.Source.SIMULATOR
          && (isOfAws(product.endpoint())
              || isOfAws(product.sqsEndpoint())
              || (product.agreementEndpoint() != null && isOfAws(product.agreementEndpoint())))) {
        throw new IllegalArgumentException(
            "countinghouse.clock.source=simulator would send made-up times to the real AWS: give product "
                + product.id()
                + " the simulator's endpoint and sqs-endpoint, and no agreement-endpoint of AWS");
      }
    }
  }

  /** Whether an API is AWS's own: by its host, or because none is given. */
  public static boolean isOfAws(@Nullable URI endpoint) {
    if (endpoint == null || endpoint.getHost() == null) {
      return true;
    }
    String host = endpoint.getHost();
    return host.endsWith(".amazonaws.com")
        || host.endsWith(".amazonaws.com.cn")
        || host.endsWith(".api.aws")
        || host.endsWith(".amazonwebservices.com.cn");
  }

  public List<Product> all() {
    return products;
  }

  /** The product of the landing page's path. */
  public Optional<Product> find(String id) {
    return products.stream().filter(product -> product.id().equals(id)).findFirst();
  }

  public Optional<Product> ofCode(String code) {
    return products.stream().filter(product -> product.code().equals(code)).findFirst();
  }

  /**
   * The product of a row of ours.
   *
   * @throws IllegalStateException if it is no longer configured
   */
  public Product get(String code) {
    return ofCode(code)
        .orElseThrow(() ->
            new IllegalStateException(
                "Product " + code + " has rows but is not configured any more"));
  }
}
