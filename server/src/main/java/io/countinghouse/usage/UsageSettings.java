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
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.usage", ignoreUnknownFields = false)
record UsageSettings(
    @DefaultValue("1000") @Min(1) @Max(10_000) int eventsPerRequestMax,
    @DefaultValue("5MB") @NotNull DataSize bodyMax,
    @DefaultValue("5m") @NotNull @DurationMin(seconds = 0) Duration aheadMax,
    @DefaultValue("35d") @NotNull @DurationMin(hours = 1) Duration backDatedMax) {

  private static final DataSize BODY_MAX_MAX = DataSize.ofMegabytes(64);

  UsageSettings {
    if (bodyMax.compareTo(DataSize.ofKilobytes(1)) < 0 || bodyMax.compareTo(BODY_MAX_MAX) > 0) {
      throw new IllegalArgumentException(
          "countinghouse.usage.body-max must be between 1KB and %dMB: a body is held in memory"
              .formatted(BODY_MAX_MAX.toMegabytes()));
    }
  }
}
