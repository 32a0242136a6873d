package awssimulator.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Rules of BatchMeterUsage on which AWS's documents disagree or are silent.
 *
 * @param partitions the time rules of each partition
 * @param wholeHours whether a record's age is judged on whole hours: the oldest accepted moment is
 *     the start of the current hour minus the window
 * @param strictStart whether a record must not be earlier than the moment its agreement became
 *     active; otherwise not earlier than the hour of that moment. A licence's end is judged
 *     likewise
 * @param identicalResend the status of a record that was accepted before with the same quantity
 * @param unknownCustomer what a record of an unknown customer is answered (conflict C8)
 * @param tooManyTags what more than five tags are answered (conflict C9)
 * @param futureTolerance how far in the future a timestamp may lie
 * @param moreRegions by product code: regions besides its own in which a product may be metered;
 *     each charges an hour on its own, as AWS does
 */
public record MeteringSettings(
    @DefaultValue Map<String, PartitionSettings> partitions,
    @DefaultValue("true") boolean wholeHours,
    @DefaultValue("false") boolean strictStart,
    @DefaultValue("success") IdenticalResend identicalResend,
    @DefaultValue("invalid-customer-identifier") UnknownCustomer unknownCustomer,
    @DefaultValue("invalid-tag") TooManyTags tooManyTags,
    @DefaultValue("5m") Duration futureTolerance,
    @DefaultValue Map<String, List<String>> moreRegions) {

  /** What an identical resend is answered. */
  public enum IdenticalResend {
    /** Status Success with the first MeteringRecordId. */
    SUCCESS,
    /** Status DuplicateRecord. */
    DUPLICATE_RECORD
  }

  /** What a record of an unknown customer is answered. */
  public enum UnknownCustomer {
    /** InvalidCustomerIdentifierException for the whole batch. */
    INVALID_CUSTOMER_IDENTIFIER,
    /** Status CustomerNotSubscribed for the record. */
    CUSTOMER_NOT_SUBSCRIBED
  }

  /** The exception that more than five tags are answered. */
  public enum TooManyTags {
    /** InvalidTagException, as the service model has it. */
    INVALID_TAG,
    /** TooManyTagsException, as AWS's toolkit calls it. */
    TOO_MANY_TAGS
  }

  /**
   * The time rules of one partition.
   *
   * @param meteringWindow how old a record may be
   * @param monthEndCut how long after the first of a month, 00:00 UTC, the month before is still
   *     taken; no such rule if absent
   */
  public record PartitionSettings(Duration meteringWindow, @Nullable Duration monthEndCut) {
    /** Refuses a missing or negative window. */
    public PartitionSettings {
      Requirements.present(meteringWindow, "metering.partitions.*.metering-window");
      Requirements.that(meteringWindow.isPositive(), "metering-window must be positive");
    }
  }

  /** The regions besides its own in which a product may be metered. */
  public List<String> moreRegionsOf(String productCode) {
    return moreRegions.getOrDefault(productCode, List.of());
  }

  /** The rules of a partition, which the settings must name. */
  public PartitionSettings partition(String name) {
    PartitionSettings found = partitions.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "aws-simulator settings: metering.partitions has no entry for partition " + name);
    }
    return found;
  }
}
