package awssimulator.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules that decide about notifications as they are published, in their order: the first that
 * matches a notification and hits decides about it.
 */
public final class NotificationRules {
  private final ControlHttp http;

  NotificationRules(ControlHttp http) {
    this.http = http;
  }

  /** What a rule does with a notification. */
  public enum Action {
    /** Keeps it until it is released. */
    @JsonProperty("hold")
    HOLD,
    /** Sends it later. */
    @JsonProperty("delay")
    DELAY,
    /** Never sends it. */
    @JsonProperty("lose")
    LOSE,
    /** The publisher delivers it more often: the same message id in several SQS messages. */
    @JsonProperty("duplicate")
    DUPLICATE,
    /** SQS delivers the same SQS message more often. */
    @JsonProperty("redeliver")
    REDELIVER,
    /** Collects several and sends them in another order. */
    @JsonProperty("reorder")
    REORDER
  }

  /**
   * A rule to add. Null is any, or the default.
   *
   * @param kind the action of a legacy notification, the detail-type of an event
   * @param rate the share of matching notifications that is hit, 0 to 1; null is all
   * @param seed the same seed hits the same notifications of the same history
   * @param delay of a delay rule, in business time
   * @param copies of duplicate and redeliver: how many besides the first
   * @param group of reorder: how many are collected
   * @param times how many it hits at most
   */
  public record NewRule(
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      Action action,
      @Nullable BigDecimal rate,
      @Nullable Long seed,
      @Nullable Duration delay,
      @Nullable Integer copies,
      @Nullable Integer group,
      @Nullable Integer times) {

    /** A rule for every notification. */
    public static NewRule of(Action action) {
      return new NewRule(null, null, null, action, null, null, null, null, null, null);
    }

    /** A rule that sends every notification so much later. */
    public static NewRule delayBy(Duration delay) {
      return new NewRule(null, null, null, Action.DELAY, null, null, delay, null, null, null);
    }

    /** The same for one agreement's. */
    public NewRule forAgreement(String agreement) {
      return new NewRule(
          productCode, agreement, kind, action, rate, seed, delay, copies, group, times);
    }

    /** The same for one kind. */
    public NewRule forKind(String wanted) {
      return new NewRule(
          productCode, agreementId, wanted, action, rate, seed, delay, copies, group, times);
    }

    /** The same, for the next so many at most. */
    public NewRule atMost(int hits) {
      return new NewRule(
          productCode, agreementId, kind, action, rate, seed, delay, copies, group, hits);
    }
  }

  /**
   * A rule as it stands; see {@link NewRule}.
   *
   * @param seen how many notifications it matched
   * @param hits how many of them it decided about
   */
  public record Rule(
      long id,
      @Nullable String productCode,
      @Nullable String agreementId,
      @Nullable String kind,
      Action action,
      BigDecimal rate,
      long seed,
      @Nullable Duration delay,
      int copies,
      int group,
      @Nullable Integer times,
      long seen,
      long hits) {}

  private record Removed(int removed) {}

  /** The rules in their order. */
  public List<Rule> list() {
    return http.list("/notifications/rules", Rule.class);
  }

  /** Adds a rule after the others. */
  public Rule add(NewRule rule) {
    return http.post("/notifications/rules", rule, Rule.class);
  }

  /** Removes a rule; what it held or delayed stays so. Returns how many were removed. */
  public int remove(long ruleId) {
    return http.call("DELETE", "/notifications/rules/" + ruleId, null, Removed.class).removed();
  }

  /** Removes all rules; what they held or delayed stays so. Returns how many were removed. */
  public int clear() {
    return http.call("DELETE", "/notifications/rules", null, Removed.class).removed();
  }
}
