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
 * @param callsPerSecond how many calls AWS takes of one seller account and region; all nodes
 *     together keep to it (wall time)
 * @param callsInFlight how many calls of a product a node makes at once during a backlog
 * @param throttlePause how long all nodes make no call after AWS said there are too many (wall
 *     time)
 * @param alarmEvery how often it is looked whether there is an alarm
 * @param unreportedAfter how long after its end an hour that is not reported raises an alarm
 * @param deadlineLead how long before the end of its final window an agreement with records that
 *     AWS does not have raises an alarm
 * @param ageLead how long before AWS takes an hour no more, by its age or the month's end, it
 *     raises an alarm
 * @param compareAt at which time of the UTC day our books and agreements are compared with AWS's
 * @param compareAgreements whether the agreements are, where AWS has an API for it
 * @param workspacesPerReading of how many workspaces one transaction takes the readings
 * @param readingsAtOnce how many such transactions run at once
 * @param booksCheck how long after a check of the books the next one follows
 * @param booksCheckWhole how often it adds up all that was ever booked, instead of what is new
 * @param keepCalls how long each call is kept as sent and as answered; a month's reconciliation
 *     looks at them, so 62 days at least
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
    @DefaultValue("10") @Min(1) @Max(10000) int callsPerSecond,
    @DefaultValue("10") @Min(1) @Max(100) int callsInFlight,
    @DefaultValue("1s") Duration throttlePause,
    @DefaultValue("10m") Duration alarmEvery,
    @DefaultValue("1h") Duration unreportedAfter,
    @DefaultValue("20m") Duration deadlineLead,
    @DefaultValue("3h") Duration ageLead,
    @DefaultValue("1h") Duration compareAt,
    @DefaultValue("true") boolean compareAgreements,
    @DefaultValue("3000") @Min(1) @Max(10000) int workspacesPerReading,
    @DefaultValue("3") @Min(1) @Max(8) int readingsAtOnce,
    @DefaultValue("1h") Duration booksCheck,
    @DefaultValue("1d") Duration booksCheckWhole,
    @DefaultValue("400d") Duration keepCalls) {

  private static final Duration KEEP_CALLS_MIN = Duration.ofDays(62);

  /** Into how many steps the jitter of a pause is cut. */
  private static final int JITTER_STEPS = 8;

  MeteringSettings {
    if (keepCalls.compareTo(KEEP_CALLS_MIN) < 0) {
      throw new IllegalArgumentException(
          "countinghouse.metering.keep-calls must be 62d or more: " + keepCalls);
    }
  }

  /**
   * The pause after so many attempts. Up to a tenth is added so that calls spread: by the call, so
   * that its records stay together and the same run is the same again.
   */
  Duration pauseAfter(int attempts, long call) {
    long doubled = retryFirst.toMillis() << Math.min(Math.max(attempts - 1, 0), 20);
    long pause = Math.min(doubled, retryMax.toMillis());
    return Duration.ofMillis(pause + pause * (call % JITTER_STEPS) / (10 * JITTER_STEPS));
  }
}
