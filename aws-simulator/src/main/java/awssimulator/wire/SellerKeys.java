package awssimulator.wire;

import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The access keys of the sellers, from the products' settings. */
@Component
class SellerKeys {
  private final SimulatorSettings settings;

  /** A key, its secret, its seller, and the regions that seller may call. */
  record SellerKey(
      String accessKeyId, String secret, String sellerAccountId, Set<String> regions) {}

  SellerKeys(SimulatorSettings settings) {
    this.settings = settings;
  }

  Optional<SellerKey> find(String accessKeyId) {
    List<ProductSettings> products =
        settings.allProducts().stream().filter(p -> p.accessKeyId().equals(accessKeyId)).toList();
    return products.stream()
        .findFirst()
        .map(first ->
            new SellerKey(
                accessKeyId,
                first.secretAccessKey(),
                first.sellerAccountId(),
                Regions.metering(products)));
  }
}
