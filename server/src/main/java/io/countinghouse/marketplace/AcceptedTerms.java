package io.countinghouse.marketplace;

import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.Standing.Dated;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the messages of an agreement say of its terms and its buyer. */
final class AcceptedTerms {

  private AcceptedTerms() {}

  /**
   * The terms by the latest messages that name them.
   *
   * @param known what stands where no message says anything
   * @param facts by their senders' times
   * @param awsAgreementId the present one: what was said of others does not count
   */
  static Agreement.Terms of(
      Agreement.Terms known, List<Dated> facts, @Nullable String awsAgreementId) {
    String offer = known.offerId();
    boolean freeTrial = known.freeTrial();
    Instant startsAt = known.startsAt();
    Instant endsAt = known.endsAt();
    for (Dated fact : facts) {
      if (speaksOfTerms(fact.fact()) && isOf(fact, awsAgreementId)) {
        Details details = fact.details();
        offer = details.offerId() == null ? offer : details.offerId();
        freeTrial = details.freeTrial() == null ? freeTrial : details.freeTrial();
        if (fact.fact() == Fact.CREATED || fact.fact() == Fact.AMENDED) {
          startsAt = details.startsAt();
          endsAt = details.endsAt();
        }
      }
    }
    return new Agreement.Terms(
        awsAgreementId == null ? known.awsAgreementId() : awsAgreementId,
        offer,
        freeTrial,
        startsAt,
        endsAt);
  }

  private static boolean speaksOfTerms(Fact fact) {
    return switch (fact) {
      case SUBSCRIBED, CREATED, AMENDED, LICENSED -> true;
      case SUBSCRIBE_FAILED,
          UNSUBSCRIBE_PENDING,
          UNSUBSCRIBED,
          ENDED,
          SUCCEEDED,
          DEPROVISIONED,
          NOT_SUBSCRIBED,
          CLOSED,
          FOUND_OVER ->
          false;
    };
  }

  private static boolean isOf(Dated fact, @Nullable String awsAgreementId) {
    return fact.awsAgreementId() == null
        || awsAgreementId == null
        || fact.awsAgreementId().equals(awsAgreementId);
  }

  /** The buyer's account, as the first message that names one says. */
  static @Nullable String accountOf(List<Dated> facts) {
    return facts.stream()
        .map(fact -> fact.details().awsAccountId())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
