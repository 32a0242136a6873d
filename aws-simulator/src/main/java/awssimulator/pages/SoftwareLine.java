package awssimulator.pages;

import org.jspecify.annotations.Nullable;

/**
 * A subscription as its buyer sees it, times as text.
 *
 * @param running whether it has neither ended nor begun to
 * @param cancellable whether its buyer may cancel it; a contract runs to its end (facts, 7.3)
 * @param returnable whether its cancellation can be taken back
 * @param living whether it is not over
 * @param endAt when it ends; a dash for pay-as-you-go
 * @param hasEnd whether it has an end
 */
record SoftwareLine(
    String agreementId,
    String productCode,
    String title,
    String state,
    String since,
    String cancelledAt,
    String windowEndsAt,
    boolean running,
    boolean cancellable,
    boolean returnable,
    boolean living,
    boolean concurrent,
    String licenseArn,
    String offerId,
    boolean privateOffer,
    boolean freeTrial,
    String freeTrialEndsAt,
    String intent,
    @Nullable String previousAgreementId,
    String startAt,
    boolean later,
    String endAt,
    boolean hasEnd,
    boolean autoRenew,
    boolean suspended) {}
