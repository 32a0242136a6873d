package awssimulator.control;

import awssimulator.market.Agreement;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreements;
import awssimulator.market.Terms;
import awssimulator.market.Terms.DisabledBy;
import awssimulator.market.Terms.Intent;
import awssimulator.market.Terms.Reseller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Agreements as the control API shows them. */
@Component
class SubscriptionViews {
  private final Agreements agreements;

  SubscriptionViews(Agreements agreements) {
    this.agreements = agreements;
  }

  /**
   * An agreement.
   *
   * @param licenseArn in the legacy model only where ResolveCustomer names it
   * @param awsStatus null while its payment is open or failed
   */
  record Subscription(
      String agreementId,
      String productCode,
      String accountId,
      String customerIdentifier,
      @Nullable String licenseArn,
      Agreement.State state,
      @Nullable AwsStatus awsStatus,
      boolean notificationsHeld,
      boolean suspended,
      Instant createdAt,
      @Nullable Instant activeAt,
      @Nullable Instant cancelledAt,
      @Nullable Instant windowEndsAt,
      @Nullable Instant endedAt,
      @Nullable Instant advisoryIssuedAt,
      @Nullable Instant advisoryResolvedAt,
      Accepted terms) {}

  /** What was accepted. */
  record Accepted(
      String offerId,
      boolean privateOffer,
      Intent intent,
      @Nullable String previousAgreementId,
      Instant acceptedAt,
      Instant startAt,
      @Nullable Instant endAt,
      boolean freeTrial,
      @Nullable Instant freeTrialEndsAt,
      boolean autoRenew,
      @Nullable DisabledBy renewalDisabledBy,
      String totalContractValue,
      @Nullable Reseller reseller,
      Map<String, Long> quantities) {}

  Subscription view(Agreement a) {
    return new Subscription(
        a.agreementId(),
        a.productCode(),
        a.accountId(),
        agreements.account(a.accountId()).customerIdentifier(),
        licenseArn(a),
        a.state(),
        a.awsStatus(),
        a.holding(),
        a.suspended(),
        a.createdAt(),
        a.activeAt(),
        a.cancelledAt(),
        a.windowEndsAt(),
        a.endedAt(),
        a.marks().advisoryIssuedAt(),
        a.marks().advisoryResolvedAt(),
        accepted(a.terms()));
  }

  private static Accepted accepted(Terms terms) {
    return new Accepted(
        terms.offerId(),
        terms.privateOffer(),
        terms.intent(),
        terms.previousAgreementId(),
        terms.acceptedAt(),
        terms.startAt(),
        terms.endAt(),
        terms.freeTrial(),
        terms.freeTrialEndsAt(),
        terms.renewal().enabled(),
        terms.renewal().disabledBy(),
        terms.renewal().totalContractValue(),
        terms.reseller(),
        terms.quantities());
  }

  /** The licence where the seller may learn of it; of a vanished product he may not. */
  @Nullable String licenseArn(Agreement a) {
    return agreements.knownProduct(a).filter(p -> p.namesLicense()).isPresent()
        ? a.licenseArn()
        : null;
  }
}
