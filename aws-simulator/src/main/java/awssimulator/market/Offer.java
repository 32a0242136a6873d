package awssimulator.market;

import awssimulator.market.Terms.Reseller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a buyer accepts; what is absent is chosen by the simulator.
 *
 * @param offerId the offer's id; a new one if absent
 * @param privateOffer whether the offer is for this buyer alone; one with a start in the future or
 *     of a reseller always is
 * @param startAt when the agreement begins; at once if absent
 * @param endAt when it ends; if absent never, or after the product's contract term
 * @param freeTrialDays how long its free trial lasts, {@value #TRIAL_DAYS_MIN} to {@value
 *     #TRIAL_DAYS_MAX} days from the start; null without one. One per account and product
 * @param autoRenew whether it is renewed at its end; as before, else not, if absent
 * @param totalContractValue a decimal number; as before, else 0.00, if absent
 * @param reseller the channel partner whose offer it is
 * @param quantities what a contract grants by dimension; if absent as before, else one of each
 */
public record Offer(
    @Nullable String offerId,
    boolean privateOffer,
    @Nullable Instant startAt,
    @Nullable Instant endAt,
    @Nullable Integer freeTrialDays,
    @Nullable Boolean autoRenew,
    @Nullable String totalContractValue,
    @Nullable Reseller reseller,
    @Nullable Map<String, Long> quantities) {
  /** The days of a free trial whose length is not said. */
  public static final int TRIAL_DAYS = 30;

  /** The least days of a free trial. */
  public static final int TRIAL_DAYS_MIN = 7;

  /** The most days of a free trial. */
  public static final int TRIAL_DAYS_MAX = 90;

  /** How a buyer's payment goes. */
  public enum Payment {
    /** It is made at once. */
    OK,
    /** It is open until confirmed or failed by a call. */
    PENDING,
    /** It fails at once. */
    FAIL
  }

  /** The public offer of a product. */
  public static Offer standard() {
    return new Offer(null, false, null, null, null, null, null, null, null);
  }

  /** Whether a free trial is part of it. */
  public boolean freeTrial() {
    return freeTrialDays != null;
  }
}
