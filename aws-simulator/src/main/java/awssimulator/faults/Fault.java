package awssimulator.faults;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a call goes wrong. Only {@code kind} is always there.
 *
 * @param delay how long the answer, or the cut of the connection, is kept back, in wall time
 * @param records which records of a batch are meant, counted from 0; all if absent
 * @param recordRate the share of a batch's records that are meant, drawn by the plan's seed
 * @param statusWord for UNKNOWN_STATUS: the Status that no client knows yet
 * @param error for ERROR: the exception's name
 * @param httpStatus for ERROR: 400 if absent
 * @param message for ERROR: its sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fault(
    Kind kind,
    @Nullable Duration delay,
    @Nullable List<Integer> records,
    @Nullable BigDecimal recordRate,
    @Nullable String statusWord,
    @Nullable String error,
    @Nullable Integer httpStatus,
    @Nullable String message) {
  private static final Duration DELAY_MAX = Duration.ofMinutes(5);

  /** What happens to the call. */
  public enum Kind {
    /** Nothing: in a script, a call that goes well. */
    @JsonProperty("none")
    NONE,
    /** ThrottlingException; nothing is done. */
    @JsonProperty("throttling")
    THROTTLING,
    /** HTTP 500; nothing is done. */
    @JsonProperty("internal-error")
    INTERNAL_ERROR,
    /** HTTP 500, yet the call is done. */
    @JsonProperty("internal-error-after")
    INTERNAL_ERROR_AFTER,
    /** The connection is cut without an answer; nothing is done. */
    @JsonProperty("timeout-before")
    TIMEOUT_BEFORE,
    /** The call is done; the connection is cut without an answer. */
    @JsonProperty("timeout-after")
    TIMEOUT_AFTER,
    /** BatchMeterUsage: the records meant are not done and come back as UnprocessedRecords. */
    @JsonProperty("unprocessed")
    UNPROCESSED,
    /** BatchMeterUsage: the records meant are done, but their Status is a new word. */
    @JsonProperty("unknown-status")
    UNKNOWN_STATUS,
    /** GetEntitlements: a page without entitlements that still carries a NextToken. */
    @JsonProperty("empty-page")
    EMPTY_PAGE,
    /** The right answer, late. */
    @JsonProperty("slow")
    SLOW,
    /** DisabledApiException: not offered in the region. */
    @JsonProperty("disabled-api")
    DISABLED_API,
    /** Any exception; nothing is done. */
    @JsonProperty("error")
    ERROR
  }

  /** A fault of that kind and nothing else said. */
  public static Fault of(Kind kind) {
    return new Fault(kind, null, null, null, null, null, null, null);
  }

  /** How long to wait before the answer or the cut. */
  public Duration delayOr(Duration standard) {
    return delay == null ? standard : delay;
  }

  /**
   * Refuses what no call of that operation can do.
   *
   * @throws FaultRefusal with a sentence that names the operation
   */
  void check(String operation) {
    require(kind != null, operation, "a fault needs a kind");
    require(
        delay == null || (!delay.isNegative() && delay.compareTo(DELAY_MAX) <= 0),
        operation,
        "delay must be 0 to 5 minutes");
    require(
        records == null || records.stream().allMatch(i -> i != null && i >= 0),
        operation,
        "records are counted from 0");
    require(
        recordRate == null || isShare(recordRate), operation, "recordRate must be between 0 and 1");
    require(records == null || recordRate == null, operation, "give records or recordRate");
    boolean any = operation.equals(Faults.EVERY_OPERATION);
    switch (kind) {
      case UNPROCESSED, UNKNOWN_STATUS ->
          require(any || operation.equals("BatchMeterUsage"), operation, "it has no usage records");
      case EMPTY_PAGE ->
          require(any || operation.equals("GetEntitlements"), operation, "it has no such pages");
      case ERROR -> {
        require(error != null && !error.isBlank(), operation, "kind error needs the error's name");
        require(
            httpStatus == null || (httpStatus >= 400 && httpStatus <= 599),
            operation,
            "httpStatus must be 400 to 599");
      }
      case NONE,
          THROTTLING,
          INTERNAL_ERROR,
          INTERNAL_ERROR_AFTER,
          TIMEOUT_BEFORE,
          TIMEOUT_AFTER,
          SLOW,
          DISABLED_API -> {}
    }
  }

  static boolean isShare(BigDecimal rate) {
    return rate.signum() >= 0 && rate.compareTo(BigDecimal.ONE) <= 0;
  }

  private static void require(boolean holds, String operation, String sentence) {
    if (!holds) {
      throw new FaultRefusal("Faults of " + operation + ": " + sentence);
    }
  }
}
