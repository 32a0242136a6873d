package io.countinghouse.settlement;

import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.site.Site;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of a customer's wish to change who pays for a workspace (facts, §6). */
public sealed interface MethodChange {

  /**
   * The new payer pays from now on.
   *
   * @param unlocked whether the workspace was locked until now, and is not any more
   */
  record Changed(boolean unlocked) implements MethodChange {}

  /** The cloud account pays as soon as AWS has confirmed its subscription. */
  record Intended() implements MethodChange {}

  /**
   * Nothing changed: the rule that says so, and from when it will be allowed where that is known.
   */
  sealed interface Refused extends MethodChange {

    /** Account, workspace and cloud account do not belong together: they are another tenant's. */
    record NotTheirs() implements Refused {}

    /** It is settled that way already. */
    record AlreadySo() implements Refused {}

    /** Once per calendar month and workspace, in the zone of its site. */
    record OncePerMonth(Instant allowedFrom) implements Refused {}

    /**
     * A cloud account settles the workspace, and keeps it until its subscription has ended or an
     * operator has released the workspace.
     *
     * @param allowedFrom when the subscription, which is ending, will have ended; empty while it
     *     goes on
     */
    record CloudAccountStays(@Nullable Instant allowedFrom) implements Refused {}

    /** The site of the workspace does not offer the method. */
    record NotOffered(Site.Method method) implements Refused {}

    /** Its owner has given the workspace up for good. */
    record Dissolved() implements Refused {}

    /** The billing account's own arrears are overdue: it pays by itself once they are paid. */
    record InArrears() implements Refused {}

    /**
     * A change waits for AWS to confirm a subscription, and is to be answered first.
     *
     * @param allowedFrom when the subscription starts; empty unless AWS has told that it does later
     */
    record Waiting(@Nullable Instant allowedFrom) implements Refused {}

    /**
     * The subscription of the cloud account cannot be bound.
     *
     * @param state its state; the one that took it from the account, if it does not hold it any
     *     more
     */
    record NotUsable(AgreementState state) implements Refused {}

    /** Somebody else changed it at the same moment: look again. */
    record ChangedMeanwhile() implements Refused {}
  }
}
