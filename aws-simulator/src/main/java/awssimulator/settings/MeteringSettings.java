package awssimulator.settings;

import java.time.Duration;
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
 *     active; otherwise not earlier than the hour of that moment
 * @param identicalResend the status of a record that was accepted before with the same quantity
 * @param futureTolerance how far in the future a timestamp may lie
 */
public record MeteringSettings(
    @DefaultValue Map<String, PartitionSettings> partitions,
    @DefaultValue("true") boolean wholeHours,
    @DefaultValue("false") boolean strictStart,
    @DefaultValue("success") IdenticalResend identicalResend,
    @DefaultValue("5m") Duration futureTolerance) {

  /** What an identical resend is answered. */
  public enum IdenticalResend {
    /** Status Success with the first MeteringRecordId. */
    SUCCESS,
    /** Status DuplicateRecord. */
    DUPLICATE_RECORD
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
