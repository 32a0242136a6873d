package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Who gave a workspace another payer, and why.
 *
 * @param countedMonth the first day of the calendar month, in the zone of the workspace's site,
 *     that a customer's change counts in (facts, §6); empty for what does not count
 */
public record ChangeReason(Actor by, Cause cause, @Nullable LocalDate countedMonth) {

  /** Why a workspace has another payer, as stored. */
  public enum Cause {
    /** What AWS said of a subscription, followed by the system. */
    SUBSCRIPTION,
    /** Arrears of the billing account, or that they are paid, followed by the system. */
    ARREARS,
    /** Nobody paid before: a new workspace, or one on the free plan. */
    FIRST,
    /** The customer chose another settlement method; once per month and workspace. */
    CHANGE,
    /** The workspace was locked, and somebody pays again. */
    UNLOCK
  }

  /** The life of a subscription. */
  static final ChangeReason SUBSCRIPTION = new ChangeReason(Actor.SYSTEM, Cause.SUBSCRIPTION, null);

  /** Arrears that are overdue, or paid. */
  static final ChangeReason ARREARS = new ChangeReason(Actor.SYSTEM, Cause.ARREARS, null);

  public ChangeReason {
    if ((cause == Cause.CHANGE) != (countedMonth != null)) {
      throw new IllegalArgumentException("a change counts in a month, and nothing else does");
    }
  }

  /** The first payer of a workspace. */
  public static ChangeReason first(Actor by) {
    return new ChangeReason(by, Cause.FIRST, null);
  }

  /** Who stands behind the id of an actor, as a row holds it. */
  static Actor actor(String id) {
    if (id.equals(Actor.SYSTEM.id())) {
      return Actor.SYSTEM;
    }
    return new Actor(id.startsWith("oper_") ? Actor.Kind.OPERATOR : Actor.Kind.CUSTOMER, id);
  }
}
