package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something AWS can charge.
 *
 * @param productCode the product's code, as AWS knows it
 * @param key what tells it from all others
 * @param awsAccountId the buyer's twelve digits; unknown until the landing page or AWS tells
 * @param terms what the buyer accepted, as far as AWS told
 * @param periodStartedAt when the present or last period started, by its sender's time
 * @param endingSince the sender's time of the first event that said it is ending, while ENDING or
 *     ENDED
 * @param endedAt when it ended
 * @param successor the agreement that took over its workspaces, once they have moved
 * @param version rises with every change
 */
public record Agreement(
    AgreementId id,
    String productCode,
    AgreementKey key,
    @Nullable String awsAccountId,
    Terms terms,
    AgreementState state,
    @Nullable Instant periodStartedAt,
    @Nullable Instant endingSince,
    @Nullable Instant endedAt,
    @Nullable AgreementId successor,
    long version) {

  /**
   * What the buyer accepted.
   *
   * @param awsAgreementId AWS's id of the present agreement; legacy messages name none
   * @param offerId the offer last accepted
   * @param freeTrial whether AWS prices it at zero for now
   * @param startsAt when the agreement starts; AWS tells only in the concurrent model
   * @param endsAt when it ends; empty for pay as you go
   */
  public record Terms(
      @Nullable String awsAgreementId,
      @Nullable String offerId,
      boolean freeTrial,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt) {

    /** The same, with a free trial. */
    Terms asFreeTrial() {
      return new Terms(awsAgreementId, offerId, true, startsAt, endsAt);
    }
  }

  /**
   * Whom usage records of this agreement name; empty while AWS has not told the account id that a
   * licence needs.
   */
  public Optional<UsageRecord.Customer> usageCustomer() {
    return switch (key) {
      case AgreementKey.Customer(String _, String identifier) ->
          Optional.of(new UsageRecord.Customer.Legacy(identifier));
      case AgreementKey.License(LicenseArn arn) ->
          Optional.ofNullable(awsAccountId)
              .map(account -> new UsageRecord.Customer.Licensed(account, arn));
    };
  }

  /** The same agreement of a known AWS account. */
  Agreement ofAccount(String accountId) {
    return new Agreement(
        id,
        productCode,
        key,
        accountId,
        terms,
        state,
        periodStartedAt,
        endingSince,
        endedAt,
        successor,
        version);
  }

  /** The same agreement on other terms. */
  Agreement on(Terms accepted) {
    return new Agreement(
        id,
        productCode,
        key,
        awsAccountId,
        accepted,
        state,
        periodStartedAt,
        endingSince,
        endedAt,
        successor,
        version);
  }

  /** The same agreement, followed by another. */
  Agreement followedBy(AgreementId next) {
    return new Agreement(
        id,
        productCode,
        key,
        awsAccountId,
        terms,
        state,
        periodStartedAt,
        endingSince,
        endedAt,
        next,
        version);
  }
}
