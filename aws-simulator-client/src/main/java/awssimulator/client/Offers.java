package awssimulator.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What buyers accept and agreements come to stand on. */
public final class Offers {
  private Offers() {}

  /** Who may switch a renewal off. */
  public enum Party {
    /** The buyer. */
    ACCEPTOR,
    /** The seller. */
    PROPOSER
  }

  /**
   * The channel partner of an offer that is not the maker's own.
   *
   * @param accountId the partner's AWS account, 12 digits
   * @param resaleAuthorizationId null makes one up
   */
  public record Reseller(String accountId, @Nullable String resaleAuthorizationId) {}

  /**
   * What a buyer accepts; null is the default.
   *
   * @param offerId offer-…; null makes one up
   * @param startAt in the future for a private offer; null is at once
   * @param endAt null is never, or after the product's contract term
   * @param freeTrial one per account and product
   * @param freeTrialDays how long it lasts, 7 to 90; null is 30
   * @param autoRenew needs an end
   * @param totalContractValue a decimal in the product's currency
   * @param quantities what a contract grants, by dimension
   */
  public record Offer(
      @Nullable String offerId,
      @Nullable Boolean privateOffer,
      @Nullable Instant startAt,
      @Nullable Instant endAt,
      @Nullable Boolean freeTrial,
      @Nullable Integer freeTrialDays,
      @Nullable Boolean autoRenew,
      @Nullable String totalContractValue,
      @Nullable Reseller reseller,
      @Nullable Map<String, Long> quantities) {

    /** An offer with every default. */
    public static Offer standard() {
      return new Offer(null, null, null, null, null, null, null, null, null, null);
    }

    /** The public offer's free trial, of 7 to 90 days. */
    public static Offer trial(int days) {
      return new Offer(null, null, null, null, true, days, null, null, null, null);
    }

    /** A private offer from one moment to another. */
    public static Offer privately(Instant startAt, @Nullable Instant endAt) {
      return new Offer(null, true, startAt, endAt, null, null, null, null, null, null);
    }

    /** The same with quantities, by dimension. */
    public Offer granting(Map<String, Long> granted) {
      return new Offer(
          offerId,
          privateOffer,
          startAt,
          endAt,
          freeTrial,
          freeTrialDays,
          autoRenew,
          totalContractValue,
          reseller,
          granted);
    }
  }

  /**
   * The terms an agreement stands on.
   *
   * @param intent why the agreement was made
   * @param previousAgreementId which it goes on, if any
   * @param endAt null for pay-as-you-go
   * @param freeTrialEndsAt null without a free trial
   * @param renewalDisabledBy who switched the renewal off, if anybody did
   * @param totalContractValue a decimal in the product's currency
   * @param quantities what a contract grants, by dimension
   */
  public record Terms(
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
      @Nullable Party renewalDisabledBy,
      String totalContractValue,
      @Nullable Reseller reseller,
      Map<String, Long> quantities) {}

  /** Why an agreement was made. */
  public enum Intent {
    /** Somebody subscribed. */
    NEW,
    /** It goes on after an earlier one's end. */
    RENEW,
    /** It stands in an earlier one's place. */
    REPLACE
  }

  /**
   * What comes after an agreement.
   *
   * @param offer null is the same terms again
   * @param keepLicense whether the new agreement takes over the licence; concurrent model only;
   *     null is false
   */
  public record Succession(@Nullable Offer offer, @Nullable Boolean keepLicense) {
    /** The same terms again, in the concurrent model under a new licence. */
    public static Succession standard() {
      return new Succession(null, null);
    }

    /** Other terms, in the concurrent model under a new licence. */
    public static Succession by(Offer offer) {
      return new Succession(offer, null);
    }

    /** The same under the licence that is there. */
    public Succession keepingTheLicence() {
      return new Succession(offer, true);
    }
  }

  /** Terms to change; what is null stays. */
  public record Amendment(
      @Nullable Instant endAt,
      @Nullable Boolean autoRenew,
      @Nullable Party disabledBy,
      @Nullable String totalContractValue,
      @Nullable Map<String, Long> quantities) {

    /** Other quantities, by dimension. */
    public static Amendment quantities(Map<String, Long> quantities) {
      return new Amendment(null, null, null, null, quantities);
    }
  }

  /** How a subscriber's payment goes. */
  public enum Payment {
    /** At once. */
    @JsonProperty("ok")
    OK,
    /** It stays open until it is confirmed or fails. */
    @JsonProperty("pending")
    PENDING,
    /** It fails at once. */
    @JsonProperty("fail")
    FAIL
  }
}
