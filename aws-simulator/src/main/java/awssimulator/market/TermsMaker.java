package awssimulator.market;

import awssimulator.market.MarketRefusal.Reason;
import awssimulator.market.Terms.DisabledBy;
import awssimulator.market.Terms.Intent;
import awssimulator.market.Terms.Renewal;
import awssimulator.market.Terms.Reseller;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.ProductSettings.ContractDimensionSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes terms of what was asked for, and refuses what AWS could not offer. */
final class TermsMaker {
  private static final String NO_VALUE = "0.00";
  private static final Pattern OFFER_ID = Pattern.compile("offer-[a-z0-9]{1,60}");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,8})?");
  private static final Pattern ACCOUNT_ID = Pattern.compile("[0-9]{12}");
  private static final long QUANTITY_MAX = Integer.MAX_VALUE;

  private TermsMaker() {}

  /** A new agreement's. */
  static Terms fresh(ProductSettings product, Offer offer, Instant now) {
    Instant startAt = offer.startAt() == null ? now : offer.startAt();
    require(!startAt.isBefore(now), "startAt must not be in the past: it is now " + now);
    Instant endAt = offer.endAt();
    if (endAt == null && product.contract()) {
      endAt = startAt.atOffset(ZoneOffset.UTC).plus(product.contractTerm()).toInstant();
    }
    return checked(
        product,
        new Terms(
            offerId(offer).orElseGet(Ids::offerId),
            offer.privateOffer() || offer.startAt() != null || offer.reseller() != null,
            Intent.NEW,
            null,
            now,
            startAt,
            endAt,
            trialEnd(offer, startAt),
            renewal(offer, new Renewal(false, null, NO_VALUE)),
            reseller(offer.reseller()),
            quantities(product, offer.quantities(), Map.of())));
  }

  /** Those of a renewal: the same offer for as long again, unless told otherwise. */
  static Terms renewed(ProductSettings product, Agreement old, Offer offer, Instant at) {
    Instant oldEnd = old.endAt();
    Instant endAt = offer.endAt();
    if (endAt == null && oldEnd != null) {
      Instant asLong = Calendar.renewedEnd(old.startAt(), oldEnd);
      endAt = asLong.isAfter(at) ? asLong : at.plus(Duration.between(old.startAt(), oldEnd));
    }
    require(
        endAt != null,
        "Agreement %s has no end that could be renewed: give endAt".formatted(old.agreementId()));
    return successor(
        product, old, offer, Intent.RENEW, at, endAt, offerId(offer).orElse(old.offerId()));
  }

  /** Those of other terms in place of the old ones: a new private offer. */
  static Terms replaced(ProductSettings product, Agreement old, Offer offer, Instant at) {
    return successor(
        product,
        old,
        offer,
        Intent.REPLACE,
        at,
        offer.endAt() == null ? old.endAt() : offer.endAt(),
        offerId(offer).orElseGet(Ids::offerId));
  }

  /**
   * Those under which an agreement goes on whose end had come, with what the offer changes: an end
   * that is past is as far from now as it was from the start.
   */
  static Terms goingOn(ProductSettings product, Agreement old, Offer offer, Instant at) {
    Terms before = old.terms();
    Instant endAt = offer.endAt();
    require(endAt == null || endAt.isAfter(at), "endAt must not be in the past: it is now " + at);
    return checked(
        product,
        new Terms(
            offerId(offer).orElseGet(() -> offer.privateOffer() ? Ids.offerId() : before.offerId()),
            before.privateOffer() || offer.privateOffer(),
            before.intent(),
            before.previousAgreementId(),
            before.acceptedAt(),
            before.startAt(),
            endAt == null ? endOf(before, at) : endAt,
            before.freeTrialEndsAt(),
            renewal(offer, before.renewal()),
            offer.reseller() == null ? before.reseller() : reseller(offer.reseller()),
            quantities(product, offer.quantities(), before.quantities())));
  }

  private static @Nullable Instant trialEnd(Offer offer, Instant startAt) {
    Integer days = offer.freeTrialDays();
    require(
        days == null || (days >= Offer.TRIAL_DAYS_MIN && days <= Offer.TRIAL_DAYS_MAX),
        "A free trial lasts %d to %d days".formatted(Offer.TRIAL_DAYS_MIN, Offer.TRIAL_DAYS_MAX));
    return days == null ? null : startAt.plus(Duration.ofDays(days));
  }

  private static @Nullable Instant endOf(Terms before, Instant at) {
    Instant endAt = before.endAt();
    return endAt == null || endAt.isAfter(at)
        ? endAt
        : at.plus(Duration.between(before.startAt(), endAt));
  }

  /** Those of who returns within the window: the same from now on. */
  static Terms returned(Agreement old, Instant at) {
    Terms before = old.terms();
    return new Terms(
        before.offerId(),
        before.privateOffer(),
        Intent.NEW,
        old.agreementId(),
        at,
        at,
        endOf(before, at),
        null,
        before.renewal(),
        before.reseller(),
        before.quantities());
  }

  private static Terms successor(
      ProductSettings product,
      Agreement old,
      Offer offer,
      Intent intent,
      Instant at,
      @Nullable Instant endAt,
      String offerId) {
    require(offer.startAt() == null, "A renewal or replacement begins at once: leave out startAt");
    require(!offer.freeTrial(), "A renewal or replacement has no free trial");
    Terms before = old.terms();
    return checked(
        product,
        new Terms(
            offerId,
            before.privateOffer() || intent == Intent.REPLACE,
            intent,
            old.agreementId(),
            at,
            at,
            endAt,
            null,
            renewal(offer, before.renewal()),
            offer.reseller() == null ? before.reseller() : reseller(offer.reseller()),
            quantities(product, offer.quantities(), before.quantities())));
  }

  /** The changes of an amendment. */
  static Terms amended(ProductSettings product, Agreement agreement, Amendment change) {
    Terms before = agreement.terms();
    Boolean autoRenew = change.autoRenew();
    String value = change.totalContractValue();
    boolean enabled = autoRenew == null ? before.renewal().enabled() : autoRenew;
    return checked(
        product,
        new Terms(
            before.offerId(),
            before.privateOffer(),
            before.intent(),
            before.previousAgreementId(),
            before.acceptedAt(),
            before.startAt(),
            change.endAt() == null ? before.endAt() : change.endAt(),
            before.freeTrialEndsAt(),
            new Renewal(
                enabled,
                enabled ? null : disabledBy(before.renewal(), change),
                value == null ? before.renewal().totalContractValue() : decimal(value)),
            before.reseller(),
            quantities(product, change.quantities(), before.quantities())));
  }

  private static @Nullable DisabledBy disabledBy(Renewal before, Amendment change) {
    if (change.disabledBy() != null) {
      return change.disabledBy();
    }
    return before.enabled() ? DisabledBy.ACCEPTOR : before.disabledBy();
  }

  private static Terms checked(ProductSettings product, Terms terms) {
    Instant end = terms.endAt();
    require(
        end == null || end.isAfter(terms.startAt()), "endAt must be after the agreement's start");
    require(
        end != null || !terms.renewal().enabled(), "Only an agreement with an end renews itself");
    require(
        product.concurrent() || terms.reseller() == null,
        "Offers of resellers are told in the concurrent model only");
    return terms;
  }

  private static Optional<String> offerId(Offer offer) {
    String id = offer.offerId();
    require(
        id == null || OFFER_ID.matcher(id).matches(),
        "offerId is offer- and small letters or digits");
    return Optional.ofNullable(id);
  }

  private static Renewal renewal(Offer offer, Renewal before) {
    Boolean autoRenew = offer.autoRenew();
    String value = offer.totalContractValue();
    boolean enabled = autoRenew == null ? before.enabled() : autoRenew;
    return new Renewal(
        enabled,
        enabled ? null : before.disabledBy(),
        value == null ? before.totalContractValue() : decimal(value));
  }

  private static @Nullable Reseller reseller(@Nullable Reseller reseller) {
    require(
        reseller == null || ACCOUNT_ID.matcher(reseller.accountId()).matches(),
        "The reseller's accountId must be 12 digits");
    return reseller;
  }

  private static Map<String, Long> quantities(
      ProductSettings product, @Nullable Map<String, Long> asked, Map<String, Long> before) {
    if (asked == null) {
      return before.isEmpty()
          ? product.contractDimensions().stream()
              .collect(Collectors.toMap(ContractDimensionSettings::name, _ -> 1L))
          : before;
    }
    asked.forEach((dimension, quantity) -> {
      require(
          product.contractDimensions().stream().anyMatch(d -> d.name().equals(dimension)),
          "Product %s has no contract dimension %s".formatted(product.code(), dimension));
      require(
          quantity != null && quantity >= 0 && quantity <= QUANTITY_MAX,
          "The quantity of %s must be 0 to %d".formatted(dimension, QUANTITY_MAX));
    });
    return asked;
  }

  static String decimal(String value) {
    require(DECIMAL.matcher(value).matches(), "An amount is a decimal number such as 105000.00");
    return value;
  }

  static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new MarketRefusal(Reason.INVALID, sentence);
    }
  }
}
