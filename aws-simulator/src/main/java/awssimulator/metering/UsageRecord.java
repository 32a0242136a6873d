package awssimulator.metering;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One usage record as a seller sent it, its form already checked.
 *
 * @param timestamp the moment of use; its UTC hour counts
 * @param customerIdentifier the legacy id of the buyer, or null
 * @param customerAwsAccountId the buyer's AWS account, or null
 * @param licenseArn the licence of the concurrent model, or null
 * @param dimension the API name of what was used
 * @param quantity whole units, 0 to 2147483647
 * @param allocations how the quantity is divided, or null if it is not
 */
public record UsageRecord(
    Instant timestamp,
    @Nullable String customerIdentifier,
    @Nullable String customerAwsAccountId,
    @Nullable String licenseArn,
    String dimension,
    long quantity,
    @Nullable List<Allocation> allocations) {

  /** The allocations, if the record has any. */
  public Optional<List<Allocation>> divided() {
    return Optional.ofNullable(allocations);
  }
}
