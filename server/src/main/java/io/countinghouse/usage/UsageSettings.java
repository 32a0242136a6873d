package io.countinghouse.usage;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the usage intake takes.
 *
 * @param eventsPerRequestMax how many events one request may hold
 * @param bodyMax how large the body of one request may be
 * @param aheadMax how far ahead of business time a time of use may be; it then counts in the hour
 *     of its receipt
 * @param backDatedMax how far back a time of use may be
 * @param dedupWindow how long a source's id is known at least; never shorter than the time an event
 *     can be sent in, so that none counts twice
 * @param windowLength how long events go to one partition at most; one is dropped as a whole
 * @param windowSizeMin how large a partition must be to be followed by the next one before that;
 *     small ones are quick to write to, for their keys stay in the processor's reach
 * @param windowLook how often the partitions are looked at
 * @param sealedKeysMax how much memory each node may use to know which ids are new, three bytes for
 *     each event in a sealed partition; ids of partitions beyond it are looked up one by one
 * @param bulkMax how large a body of newline-delimited JSON may be, unpacked
 * @param lineMax how long one of its lines may be
 * @param bulkChunk how many of its events are committed at once
 * @param bulkListedMax how many of its refused events, and of those of unknown workspaces, are
 *     listed
 * @param waitingEventsMax how many events may wait on each node to be stored; requests beyond it
 *     are to be sent again later
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.usage", ignoreUnknownFields = false)
record UsageSettings(
    @DefaultValue("1000") @Min(1) @Max(10_000) int eventsPerRequestMax,
    @DefaultValue("5MB") @NotNull DataSize bodyMax,
    @DefaultValue("1m") @NotNull @DurationMin(seconds = 0) Duration aheadMax,
    @DefaultValue("35d") @NotNull @DurationMin(hours = 1) Duration backDatedMax,
    @DefaultValue("36d") @NotNull Duration dedupWindow,
    @DefaultValue("14d") @NotNull @DurationMin(hours = 1) Duration windowLength,
    @DefaultValue("32MB") @NotNull DataSize windowSizeMin,
    @DefaultValue("10m") @NotNull @DurationMin(seconds = 1) Duration windowLook,
    @DefaultValue("192MB") @NotNull DataSize sealedKeysMax,
    @DefaultValue("1GB") @NotNull DataSize bulkMax,
    @DefaultValue("64KB") @NotNull DataSize lineMax,
    @DefaultValue("1000") @Min(1) @Max(10_000) int bulkChunk,
    @DefaultValue("100") @Min(1) @Max(10_000) int bulkListedMax,
    @DefaultValue("200000") @Min(1) int waitingEventsMax) {

  private static final DataSize BODY_MAX_MAX = DataSize.ofMegabytes(64);
  private static final DataSize LINE_MAX_MAX = DataSize.ofMegabytes(1);

  UsageSettings {
    if (bodyMax.compareTo(DataSize.ofKilobytes(1)) < 0 || bodyMax.compareTo(BODY_MAX_MAX) > 0) {
      throw new IllegalArgumentException(
          "countinghouse.usage.body-max must be between 1KB and %dMB: a body is held in memory"
              .formatted(BODY_MAX_MAX.toMegabytes()));
    }
    if (lineMax.compareTo(DataSize.ofKilobytes(1)) < 0 || lineMax.compareTo(LINE_MAX_MAX) > 0) {
      throw new IllegalArgumentException(
          "countinghouse.usage.line-max must be between 1KB and %dMB: a line is held in memory"
              .formatted(LINE_MAX_MAX.toMegabytes()));
    }
    if (bulkMax.compareTo(lineMax) < 0) {
      throw new IllegalArgumentException(
          "countinghouse.usage.bulk-max must not be less than line-max");
    }
    if (dedupWindow.compareTo(backDatedMax.plus(aheadMax).plusHours(1)) < 0) {
      throw new IllegalArgumentException(
          "countinghouse.usage.dedup-window must not be less than back-dated-max, ahead-max and an"
              + " hour together: an event would count again once it is forgotten, and one that is"
              + " taken back would take others of its hour with it");
    }
  }
}
