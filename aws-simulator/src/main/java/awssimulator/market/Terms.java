package awssimulator.market;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the buyer accepted.
 *
 * @param offerId the offer, {@code offer-…}
 * @param privateOffer whether the offer was made to this buyer alone
 * @param intent what the acceptance was for
 * @param previousAgreementId the agreement that this one renews, replaces or returns to
 * @param acceptedAt when it was accepted
 * @param startAt when it begins, later than the acceptance for a future-dated private offer
 * @param endAt when it ends; null for pay-as-you-go
 * @param freeTrialEndsAt when the free trial that is part of it is over; null without one
 * @param renewal what happens at its end
 * @param reseller who made the offer; null if the seller did
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
    @Nullable Instant freeTrialEndsAt,
    Renewal renewal,
    @Nullable Reseller reseller,
    Map<String, Long> quantities) {

  /** What an acceptance was for. */
  public enum Intent {
    /** A new agreement, or a return within the window. */
    NEW,
    /** A renewal of an agreement that ended. */
    RENEW,
    /** Other terms in place of a running agreement. */
    REPLACE
  }

  /** Who switched a renewal off. */
  public enum DisabledBy {
    /** The buyer. */
    ACCEPTOR,
    /** The seller or reseller. */
    PROPOSER
  }

  /**
   * What happens at the end.
   *
   * @param enabled whether the agreement is renewed by itself
   * @param disabledBy who switched that off, if somebody did
   * @param totalContractValue the value of the renewed contract, a decimal number
   */
  public record Renewal(
      boolean enabled, @Nullable DisabledBy disabledBy, String totalContractValue) {}

  /**
   * A channel partner who made the offer (facts §3.1).
   *
   * @param accountId the partner's AWS account, 12 digits
   * @param resaleAuthorizationId the seller's permission, {@code resaleauthz-…}
   */
  public record Reseller(String accountId, String resaleAuthorizationId) {
    /** A made-up id of a permission. */
    public static String newAuthorizationId() {
      return Ids.resaleAuthorizationId();
    }
  }

  /** The same terms under an agreement that was made before. */
  Terms under(Terms first) {
    return new Terms(
        offerId,
        privateOffer,
        first.intent,
        first.previousAgreementId,
        acceptedAt,
        startAt,
        endAt,
        first.freeTrialEndsAt,
        renewal,
        reseller,
        quantities);
  }

  /** Whether a free trial is, or was, part of it. */
  public boolean freeTrial() {
    return freeTrialEndsAt != null;
  }

  /** Whether usage of that hour costs nothing: it began in the free trial (facts §4.6). */
  public boolean freeAt(Instant hour) {
    return freeTrialEndsAt != null && hour.isBefore(freeTrialEndsAt);
  }

  /** Sorts the quantities by dimension. */
  public Terms {
    quantities = Collections.unmodifiableMap(new TreeMap<>(quantities));
  }
}
