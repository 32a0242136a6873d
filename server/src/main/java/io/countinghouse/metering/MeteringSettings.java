package io.countinghouse.metering;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How records are made and sent.
 *
 * @param closeDelay how long after its end an hour closes
 * @param finalLead how long before its deadline the last record of an ending agreement is made
 * @param recordsPerCall how many records one call carries; AWS takes 25
 * @param lease after how long a call without a stored answer is made again (wall time)
 * @param retryFirst the pause after the first failed attempt; it doubles with each further one
 * @param retryMax the longest pause between two attempts
 * @param workspacesPerReading of how many workspaces one transaction takes the readings
 * @param readingsAtOnce how many such transactions run at once
 * @param booksCheck how long after a check of the books the next one follows
 */
@Validated
@ConfigurationProperties(prefix = "countinghouse.metering", ignoreUnknownFields = false)
record MeteringSettings(
    @DefaultValue("5m") Duration closeDelay,
    @DefaultValue("10m") Duration finalLead,
    @DefaultValue("25") @Min(1) @Max(25) int recordsPerCall,
    @DefaultValue("20s") Duration lease,
    @DefaultValue("5s") Duration retryFirst,
    @DefaultValue("5m") Duration retryMax,
    @DefaultValue("2000") @Min(1) @Max(10000) int workspacesPerReading,
    @DefaultValue("2") @Min(1) @Max(8) int readingsAtOnce,
    @DefaultValue("1h") Duration booksCheck) {

  /** The pause after so many attempts. */
  Duration pauseAfter(int attempts) {
    long pause = retryFirst.toMillis() << Math.min(Math.max(attempts - 1, 0), 20);
    return Duration.ofMillis(Math.min(pause, retryMax.toMillis()));
  }
}
