package awssimulator.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All settings of the simulator; an unknown key stops the start.
 *
 * @param port the port of pages, control API and AWS endpoint; 0 takes a free one
 * @param address the address all ports are bound to
 * @param sqsPort the port of SQS; 0 takes a free one
 * @param data the folder that keeps the state
 * @param memory whether the state is kept in memory only
 * @param allowedHosts host names under which a browser may call the control API
 * @param callsPerSecond the quota of AWS calls of an operation per seller account and region, in
 *     wall time
 * @param startAt the business time of a fresh data folder; the wall's if absent
 * @param cancellationWindow from a cancellation to its unsubscribe-success, in business time
 * @param clock how long an advance of the clock waits for others, in wall time
 * @param metering the rules of BatchMeterUsage that AWS's documents disagree on
 * @param api how the AWS endpoint behaves besides
 * @param accounts AWS accounts that exist from the start
 * @param products the products, by a short name that only the settings use
 */
@ConfigurationProperties(prefix = "aws-simulator", ignoreUnknownFields = false)
public record SimulatorSettings(
    @DefaultValue("8090") int port,
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("9324") int sqsPort,
    @DefaultValue("./aws-simulator-data") Path data,
    @DefaultValue("false") boolean memory,
    @DefaultValue({"localhost", "127.0.0.1", "[::1]"}) List<String> allowedHosts,
    @DefaultValue("10") int callsPerSecond,
    @Nullable Instant startAt,
    @DefaultValue("60m") Duration cancellationWindow,
    @DefaultValue ClockSettings clock,
    @DefaultValue MeteringSettings metering,
    @DefaultValue ApiSettings api,
    @DefaultValue List<AccountSettings> accounts,
    Map<String, ProductSettings> products) {

  /**
   * An AWS account that exists from the start.
   *
   * @param id 12 digits
   * @param name what the sign-in page calls it
   */
  public record AccountSettings(String id, String name) {
    /** Refuses an id that is no AWS account id. */
    public AccountSettings {
      Requirements.digits(id, 12, "accounts[].id");
      Requirements.text(name, "accounts[].name");
    }
  }

  /**
   * Wall-clock bounds of an advance.
   *
   * @param followerForgottenAfter a follower not heard of for so long no longer counts
   * @param deliveryWait how long a stop waits for sent notifications to be deleted
   * @param followerWait how long a stop waits for the followers before the advance fails
   */
  public record ClockSettings(
      @DefaultValue("15s") Duration followerForgottenAfter,
      @DefaultValue("30s") Duration deliveryWait,
      @DefaultValue("60s") Duration followerWait) {}

  /** Whose an access key is, and what goes with it. */
  private record Seller(String accessKeyId, String secret, String accountId) {
    static Seller of(ProductSettings product) {
      return new Seller(
          product.accessKeyId(), product.secretAccessKey(), product.sellerAccountId());
    }

    @Override
    public String toString() {
      return accessKeyId;
    }
  }

  /** Refuses settings that contradict each other. */
  public SimulatorSettings {
    Requirements.that(
        products != null && !products.isEmpty(), "products must name at least one product");
    Requirements.that(
        callsPerSecond >= 1 && callsPerSecond <= 1_000_000,
        "calls-per-second must be 1 to 1000000");
    Requirements.that(cancellationWindow.isPositive(), "cancellation-window must be positive");
    products = Map.copyOf(products);
    Requirements.that(
        products.values().stream().map(ProductSettings::code).distinct().count() == products.size(),
        "two products have the same code");
    Requirements.that(
        products.values().stream().map(ProductSettings::queue).distinct().count()
            == products.size(),
        "two products have the same queue");
    Requirements.that(
        products.values().stream().map(Seller::of).distinct().count()
            == products.values().stream().map(ProductSettings::accessKeyId).distinct().count(),
        "two products have the same access-key-id, but not the same seller and secret");
    for (ProductSettings product : products.values()) {
      metering.partition(product.partition());
    }
  }

  /** The products in the order of their codes. */
  public List<ProductSettings> allProducts() {
    Collection<ProductSettings> all = products.values();
    return all.stream().sorted((a, b) -> a.code().compareTo(b.code())).toList();
  }

  /** The product with that code. */
  public Optional<ProductSettings> product(String code) {
    return products.values().stream().filter(p -> p.code().equals(code)).findFirst();
  }
}
