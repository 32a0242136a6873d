package awssimulator.metering;

import awssimulator.clock.BusinessClock;
import awssimulator.market.Agreement;
import awssimulator.metering.MeteringRefusal.Reason;
import awssimulator.settings.MeteringSettings;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** The rules that records of both models share. */
@Component
class RecordRules {
  private final TimeRules times;
  private final BusinessClock clock;
  private final MeteringSettings settings;

  RecordRules(TimeRules times, BusinessClock clock, SimulatorSettings settings) {
    this.times = times;
    this.clock = clock;
    this.settings = settings.metering();
  }

  /**
   * Checks that a product can be metered in a region.
   *
   * @throws MeteringRefusal DISABLED_API
   */
  void checkRegion(ProductSettings product, String region) {
    if (!region.equals(product.region())
        && !settings.moreRegionsOf(product.code()).contains(region)) {
      throw new MeteringRefusal(Reason.DISABLED_API, "Disabled in this Region");
    }
  }

  /**
   * Checks dimension, time and allocations.
   *
   * @throws MeteringRefusal INVALID_USAGE_DIMENSION, TIMESTAMP_OUT_OF_BOUNDS, or as the allocations
   *     have it
   */
  void check(ProductSettings product, UsageRecord usage) {
    if (product.dimension(usage.dimension()).isEmpty()) {
      throw new MeteringRefusal(Reason.INVALID_USAGE_DIMENSION, "Unknown dimension");
    }
    if (!times.inBounds(usage.timestamp(), clock.instant(), product.partition())) {
      throw new MeteringRefusal(Reason.TIMESTAMP_OUT_OF_BOUNDS, "Timestamp out of bounds");
    }
    AllocationRules.check(usage);
  }

  /** Whether a record lies in the life of an agreement; false while that has not begun. */
  boolean sinceStart(Agreement agreement, UsageRecord usage) {
    Instant activeAt = agreement.activeAt();
    return activeAt != null && times.sinceStart(usage.timestamp(), activeAt);
  }

  /** A key that is each region's own, since AWS charges an hour once per region (facts §4.1). */
  String inRegion(String key, ProductSettings product, String region) {
    return region.equals(product.region()) ? key : key + "|" + region;
  }
}
