package awssimulator.queue;

import awssimulator.queue.QueueRefusal.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What happens to notifications on their way to the queue. The first rule that matches and hits
 * decides; with a rate below 1 the same seed hits the same notifications of the same history.
 *
 * @param productCode of this product; null for any
 * @param agreementId of this agreement; null for any
 * @param kind of this action or detail-type, role suffix included; null for any
 * @param action what is done to those hit
 * @param rate the share that is hit, 0 to 1
 * @param seed chooses which are hit, and the order of a {@link Action#REORDER}
 * @param delay of a {@link Action#DELAY}, in business time; else zero
 * @param copies of a duplicating action, how many besides the first; else zero
 * @param group of a {@link Action#REORDER}, how many are held and then sent in another order; else
 *     zero
 * @param times how many it hits at most; null for any number
 */
public record NotificationRule(
    @Nullable String productCode,
    @Nullable String agreementId,
    @Nullable String kind,
    Action action,
    BigDecimal rate,
    long seed,
    Duration delay,
    int copies,
    int group,
    @Nullable Integer times) {
  private static final int PARTS = 1_000_000;
  private static final int COPIES_MAX = 100;

  /** What a rule does. */
  public enum Action {
    /** Keeps it until it is released. */
    HOLD,
    /** Sends it after a while of business time. */
    DELAY,
    /** Loses it; it stays visible and can be sent after all. */
    LOSE,
    /** The publisher delivers it more than once: one message id, several SQS messages. */
    DUPLICATE,
    /** SQS delivers it again after it was deleted, as the same SQS message. */
    REDELIVER,
    /** Holds a group of them and sends it in another order. */
    REORDER
  }

  /**
   * Refuses members that contradict the action.
   *
   * @throws QueueRefusal INVALID
   */
  public NotificationRule {
    boolean copying = action == Action.DUPLICATE || action == Action.REDELIVER;
    check(rate.signum() >= 0 && rate.compareTo(BigDecimal.ONE) <= 0, "rate must be 0 to 1");
    check(times == null || times > 0, "times must be positive");
    check(
        (action == Action.DELAY) == delay.isPositive() && !delay.isNegative(),
        "delay is a positive duration of a delay rule, and of no other");
    check(
        copying ? copies >= 1 && copies <= COPIES_MAX : copies == 0,
        "copies is 1 to " + COPIES_MAX + " for duplicate and redeliver, and for no other");
    check(
        action == Action.REORDER ? group >= 2 && group <= COPIES_MAX : group == 0,
        "group is 2 to " + COPIES_MAX + " for reorder, and for no other");
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new QueueRefusal(Reason.INVALID, sentence);
    }
  }

  boolean matches(String product, @Nullable String agreement, String told) {
    return (productCode == null || productCode.equals(product))
        && (agreementId == null || agreementId.equals(agreement))
        && (kind == null || kind.equals(told));
  }

  /** Whether the n-th notification that this rule matches is hit. */
  boolean hits(long n) {
    return rate.compareTo(BigDecimal.ONE) == 0
        || new SplittableRandom(seed * 0x9E3779B97F4A7C15L + n).nextInt(PARTS)
            < rate.movePointRight(6).intValue();
  }
}
