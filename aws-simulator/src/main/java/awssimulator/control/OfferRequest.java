package awssimulator.control;

import awssimulator.market.Offer;
import awssimulator.market.Terms.Reseller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An offer as requests describe it; every member may be left out. */
record OfferRequest(
    @Nullable String offerId,
    @Nullable Boolean privateOffer,
    @Nullable Instant startAt,
    @Nullable Instant endAt,
    @Nullable Boolean freeTrial,
    @Nullable Integer freeTrialDays,
    @Nullable Boolean autoRenew,
    @Nullable String totalContractValue,
    @Nullable ResellerRequest reseller,
    @Nullable Map<String, Long> quantities) {

  /** A channel partner; the authorization is made up if absent. */
  record ResellerRequest(@Nullable String accountId, @Nullable String resaleAuthorizationId) {
    Reseller reseller() {
      String authorization = resaleAuthorizationId;
      return new Reseller(
          Required.text(accountId, "reseller.accountId"),
          authorization == null || authorization.isBlank()
              ? Reseller.newAuthorizationId()
              : authorization);
    }
  }

  Offer offer() {
    return new Offer(
        offerId,
        Boolean.TRUE.equals(privateOffer),
        startAt,
        endAt,
        trialDays(),
        autoRenew,
        totalContractValue,
        reseller == null ? null : reseller.reseller(),
        quantities);
  }

  private @Nullable Integer trialDays() {
    if (freeTrialDays != null && Boolean.FALSE.equals(freeTrial)) {
      throw new BadRequest("freeTrialDays is of an offer with a free trial");
    }
    return freeTrialDays == null && Boolean.TRUE.equals(freeTrial)
        ? (Integer) Offer.TRIAL_DAYS
        : freeTrialDays;
  }

  static Offer orStandard(@Nullable OfferRequest request) {
    return request == null ? Offer.standard() : request.offer();
  }
}
