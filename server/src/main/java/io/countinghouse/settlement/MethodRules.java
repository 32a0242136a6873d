package io.countinghouse.settlement;

import io.countinghouse.site.Site;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for changing the settlement method (facts, §6), apart from where their facts lie. */
final class MethodRules {

  private MethodRules() {}

  /**
   * What the rules look at.
   *
   * @param anyMethod whether 结算方式任意选择 is on for the billing account
   * @param dissolved whether its owner has given the workspace up
   * @param locked whether the workspace is locked, so that a new payer unlocks it
   * @param inArrears whether the billing account's own arrears are overdue
   * @param waiting that a payer waits for AWS already; another choice replaces it while nobody pays
   * @param payer who pays now; empty for nobody
   * @param released whether an operator has let the workspace leave its cloud account
   * @param subscriptionEnds when the subscription that pays will have ended; empty unless it is
   *     ending
   * @param changedThisMonth whether a change counts in the month of now already
   */
  record Facts(
      Site site,
      boolean anyMethod,
      boolean dissolved,
      boolean locked,
      boolean inArrears,
      MethodChange.Refused.@Nullable Waiting waiting,
      @Nullable Payer payer,
      boolean released,
      @Nullable Instant subscriptionEnds,
      boolean changedThisMonth,
      Instant now) {}

  /** Why a workspace may not be settled by a method now; empty when it may. */
  static Optional<MethodChange.Refused> refusal(Facts facts, Site.Method method) {
    if (facts.dissolved()) {
      return Optional.of(new MethodChange.Refused.Dissolved());
    }
    if (facts.waiting() != null && cause(facts) == ChangeReason.Cause.CHANGE) {
      return Optional.of(facts.waiting());
    }
    if (!facts.site().offers(method) && !facts.anyMethod()) {
      return Optional.of(new MethodChange.Refused.NotOffered(method));
    }
    if (method == Site.Method.BILLING_CENTER && facts.inArrears()) {
      return Optional.of(new MethodChange.Refused.InArrears());
    }
    return switch (cause(facts)) {
      case FIRST, UNLOCK, SUBSCRIPTION, ARREARS -> Optional.empty();
      case CHANGE -> refusalOfChange(facts);
    };
  }

  private static Optional<MethodChange.Refused> refusalOfChange(Facts facts) {
    if (facts.payer() instanceof Payer.CloudAccount && !facts.released()) {
      return Optional.of(new MethodChange.Refused.CloudAccountStays(facts.subscriptionEnds()));
    }
    if (facts.changedThisMonth()) {
      LocalDate next = month(facts).plusMonths(1);
      return Optional.of(new MethodChange.Refused.OncePerMonth(facts.site().startOf(next)));
    }
    return Optional.empty();
  }

  /** What a new payer would be: the first one, an unlock, or a change that counts. */
  static ChangeReason.Cause cause(Facts facts) {
    if (facts.locked()) {
      return ChangeReason.Cause.UNLOCK;
    }
    return facts.payer() == null ? ChangeReason.Cause.FIRST : ChangeReason.Cause.CHANGE;
  }

  /** The first day of the month of now, in the zone of the site. */
  static LocalDate month(Facts facts) {
    return facts.site().dayOf(facts.now()).withDayOfMonth(1);
  }
}
