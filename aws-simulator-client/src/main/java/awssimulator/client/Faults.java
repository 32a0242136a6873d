package awssimulator.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonProperty.Access;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Failures of the AWS operations, by script or by rate. */
public final class Faults {
  private final ControlHttp http;

  Faults(ControlHttp http) {
    this.http = http;
  }

  /** What goes wrong. */
  public enum Kind {
    /** Nothing: the call goes well. */
    @JsonProperty("none")
    NONE,
    /** ThrottlingException, nothing done. */
    @JsonProperty("throttling")
    THROTTLING,
    /** InternalServiceErrorException with HTTP 500, nothing done. */
    @JsonProperty("internal-error")
    INTERNAL_ERROR,
    /** HTTP 500, although the call was done. */
    @JsonProperty("internal-error-after")
    INTERNAL_ERROR_AFTER,
    /** The connection is cut, nothing done. */
    @JsonProperty("timeout-before")
    TIMEOUT_BEFORE,
    /** The connection is cut, although the call was done. */
    @JsonProperty("timeout-after")
    TIMEOUT_AFTER,
    /** Records of a batch come back as UnprocessedRecords. */
    @JsonProperty("unprocessed")
    UNPROCESSED,
    /** Records of a batch get a Status that no client knows. */
    @JsonProperty("unknown-status")
    UNKNOWN_STATUS,
    /** A page of GetEntitlements without entitlements but with a NextToken. */
    @JsonProperty("empty-page")
    EMPTY_PAGE,
    /** The right answer, late. */
    @JsonProperty("slow")
    SLOW,
    /** DisabledApiException. */
    @JsonProperty("disabled-api")
    DISABLED_API,
    /** An exception of any name. */
    @JsonProperty("error")
    ERROR
  }

  /**
   * One fault. Null is the default.
   *
   * @param delay how long the answer or the cut is kept back, in wall time
   * @param records which records of a batch are meant, from 0; null is all
   * @param recordRate the share of a batch's records that are meant, 0 to 1
   * @param statusWord for {@link Kind#UNKNOWN_STATUS}
   * @param error for {@link Kind#ERROR}: the exception's name
   * @param httpStatus for {@link Kind#ERROR}
   * @param message for {@link Kind#ERROR}
   */
  public record Fault(
      Kind kind,
      @Nullable Duration delay,
      @Nullable List<Integer> records,
      @Nullable BigDecimal recordRate,
      @Nullable String statusWord,
      @Nullable String error,
      @Nullable Integer httpStatus,
      @Nullable String message) {

    /** A fault without particulars. */
    public static Fault of(Kind kind) {
      return new Fault(kind, null, null, null, null, null, null, null);
    }

    /** The right answer after so long. */
    public static Fault slow(Duration delay) {
      return new Fault(Kind.SLOW, delay, null, null, null, null, null, null);
    }

    /** An exception of that name. */
    public static Fault error(String name, int httpStatus, String message) {
      return new Fault(Kind.ERROR, null, null, null, null, name, httpStatus, message);
    }
  }

  /**
   * A fault that meets some calls.
   *
   * @param rate the share of calls, 0 to 1
   */
  public record Rate(BigDecimal rate, Fault fault) {}

  /**
   * What happens to an operation's calls.
   *
   * @param script what the next calls get, one after the other; then the rates count
   * @param rates together at most 1
   * @param calls since the plan was set; told by the simulator
   * @param injected how many of them got a fault; told by the simulator
   */
  public record Plan(
      @Nullable List<Fault> script,
      @Nullable List<Rate> rates,
      @JsonProperty(access = Access.WRITE_ONLY) @Nullable Long calls,
      @JsonProperty(access = Access.WRITE_ONLY) @Nullable Long injected) {

    /** The next calls get these faults. */
    public static Plan script(Kind... kinds) {
      return new Plan(List.of(kinds).stream().map(Fault::of).toList(), null, null, null);
    }

    /** That share of calls gets this fault. */
    public static Plan rate(BigDecimal rate, Fault fault) {
      return new Plan(null, List.of(new Rate(rate, fault)), null, null);
    }
  }

  /**
   * All plans.
   *
   * @param seed the same seed and the same calls, the same faults; null is 0
   * @param operations by operation, such as BatchMeterUsage; {@code *} for all without a plan of
   *     their own
   */
  public record Plans(@Nullable Long seed, Map<String, Plan> operations) {
    /** A plan for one operation alone. */
    public static Plans of(String operation, Plan plan) {
      return new Plans(null, Map.of(operation, plan));
    }
  }

  /** The plans as they stand: of the scripts what is still to come. */
  public Plans read() {
    return http.get("/faults", Plans.class);
  }

  /** Puts these plans in place of all others; they survive a restart. */
  public Plans set(Plans plans) {
    return http.call("PUT", "/faults", plans, Plans.class);
  }

  /** Forgets all plans. */
  public void clear() {
    http.run("DELETE", "/faults", null);
  }
}
