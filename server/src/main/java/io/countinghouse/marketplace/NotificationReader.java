package io.countinghouse.marketplace;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what a stored notification says; the wire format is the implementation's. */
public interface NotificationReader {

  /** Never throws: what cannot be read is an answer. */
  Reading read(String body);

  /** What a notification says. */
  sealed interface Reading {

    /** Something about an agreement. */
    record Understood(Fact fact, Subject subject, Details details) implements Reading {}

    /**
     * Known, and nothing changes by it.
     *
     * @param what AWS's name of the event
     * @param awsAgreementId empty if it names none
     */
    record Noted(String what, @Nullable String awsAgreementId) implements Reading {}

    /** Known, and a person must look: AWS suspects abuse, or a refund failed. */
    record NeedsAPerson(String what, @Nullable String awsAgreementId) implements Reading {}

    /** Nothing that we know; kept for a person. */
    record NotUnderstood(String reason) implements Reading {}
  }

  /** Which agreement is meant. */
  sealed interface Subject {

    /** That of a buyer and a product. */
    record OfCustomer(AgreementKey.Customer key) implements Subject {}

    /** That of a licence; where AWS names licence and agreement together. */
    record OfLicense(String productCode, AgreementKey.License key, String awsAgreementId)
        implements Subject {}

    /** That of a licence which is named by its id alone, without the account in its ARN. */
    record OfLicenseId(String productCode, String licenseId, String awsAgreementId)
        implements Subject {}

    /** One that AWS names only by its own id, without a licence. */
    record OfAwsAgreement(String awsAgreementId) implements Subject {}
  }

  /**
   * What else a notification says; each empty if it does not.
   *
   * @param awsAccountId the buyer's account
   * @param previousAwsAgreementId the agreement that this one renews or replaces (facts, C6)
   * @param intent how the agreement came to be: NEW, RENEW, REPLACE, AMEND
   * @param resold whether a channel partner made the offer, not we
   */
  record Details(
      @Nullable String awsAccountId,
      @Nullable String offerId,
      @Nullable Boolean freeTrial,
      @Nullable String intent,
      @Nullable String previousAwsAgreementId,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      boolean resold) {

    /** Nothing else. */
    public static final Details NONE = new Details(null, null, null, null, null, null, null, false);

    /** What a legacy notification may add. */
    public static Details ofOffer(@Nullable String offerId, @Nullable Boolean freeTrial) {
      return new Details(null, offerId, freeTrial, null, null, null, null, false);
    }
  }
}
