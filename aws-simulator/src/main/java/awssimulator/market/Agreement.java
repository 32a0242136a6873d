package awssimulator.market;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agreement of an account about a product. A legacy product has at most one living agreement per
 * account; of a concurrent product an account may have several, each with its own licence.
 *
 * @param agreementId {@code agmt-…}
 * @param licenseArn its licence, {@code arn:aws:license-manager::…:license:l-…}; in the legacy
 *     model it exists but is hardly ever told
 * @param terms what was accepted
 * @param life where it is in its life
 * @param marks what is noted beside that
 */
public record Agreement(
    String agreementId,
    String productCode,
    String accountId,
    String licenseArn,
    Terms terms,
    Life life,
    Marks marks) {

  /** Where an agreement is in its life. */
  public enum State {
    /** Made; not begun, or its subscribe-success is held. */
    PENDING,
    /** Subscribed. */
    ACTIVE,
    /** Its end was told; usage is taken until the window ends. */
    ENDING,
    /** Over. */
    ENDED,
    /** Its payment failed; it never was. */
    FAILED
  }

  /** What AWS calls an agreement (facts §3.3, §6). */
  public enum AwsStatus {
    /** Accepted and not ended, also before its start. */
    ACTIVE,
    /** Ended by the buyer. */
    CANCELLED,
    /** Its time was over. */
    EXPIRED,
    /** Ended by AWS. */
    TERMINATED,
    /** A renewal took its place. */
    RENEWED,
    /** An agreement with other terms took its place. */
    REPLACED
  }

  /** The part of the licence by which licences are compared, {@code l-…} (facts P27). */
  public String licenseId() {
    return licenseArn.substring(licenseArn.lastIndexOf(':') + 1);
  }

  /** Where it is in its life. */
  public State state() {
    return life.state();
  }

  /** What AWS calls it; null while there is no agreement at AWS: its payment is open or failed. */
  public @Nullable AwsStatus awsStatus() {
    return life.awsStatus();
  }

  /** Whether its notifications are held until released. */
  public boolean holding() {
    return life.holding();
  }

  /** When it was made. */
  public Instant createdAt() {
    return life.createdAt();
  }

  /** Since when usage counts. */
  public @Nullable Instant activeAt() {
    return life.activeAt();
  }

  /** When its end was told first. */
  public @Nullable Instant cancelledAt() {
    return life.cancelledAt();
  }

  /** When the hour after that is over. */
  public @Nullable Instant windowEndsAt() {
    return life.windowEndsAt();
  }

  /** When it was over. */
  public @Nullable Instant endedAt() {
    return life.endedAt();
  }

  /** The offer, {@code offer-…}. */
  public String offerId() {
    return terms.offerId();
  }

  /** What the acceptance was for. */
  public Terms.Intent intent() {
    return terms.intent();
  }

  /** The agreement that this one renews, replaces or returns to. */
  public @Nullable String previousAgreementId() {
    return terms.previousAgreementId();
  }

  /** When it was accepted. */
  public Instant acceptedAt() {
    return terms.acceptedAt();
  }

  /** When it begins. */
  public Instant startAt() {
    return terms.startAt();
  }

  /** When it ends; null for pay-as-you-go. */
  public @Nullable Instant endAt() {
    return terms.endAt();
  }

  /** Whether a free trial is part of it. */
  public boolean freeTrial() {
    return terms.freeTrial();
  }

  /** Whether AWS suspended it or the buyer's account; its usage is then refused (facts P24). */
  public boolean suspended() {
    return marks.suspended() || marks.accountSuspended();
  }

  /** Whether its seller has, or may yet get, a living agreement here. */
  public boolean living() {
    return switch (state()) {
      case PENDING, ACTIVE, ENDING -> true;
      case ENDED, FAILED -> false;
    };
  }

  /**
   * Whether usage is taken at that moment of business time: from its activation until the window
   * after its end is over, that moment excluded, and not while suspended.
   */
  public boolean takesUsageAt(Instant now) {
    Instant windowEnd = windowEndsAt();
    return !suspended()
        && activeAt() != null
        && switch (state()) {
          case PENDING, ENDED, FAILED -> false;
          case ACTIVE -> true;
          case ENDING -> windowEnd != null && now.isBefore(windowEnd);
        };
  }

  /** Whether it used up its account's free trial of the product: a failed payment does not. */
  public boolean hadFreeTrial() {
    return freeTrial() && state() != State.FAILED;
  }

  Agreement with(Terms changed) {
    return new Agreement(agreementId, productCode, accountId, licenseArn, changed, life, marks);
  }

  Agreement with(Life changed) {
    return new Agreement(agreementId, productCode, accountId, licenseArn, terms, changed, marks);
  }

  Agreement with(Marks changed) {
    return new Agreement(agreementId, productCode, accountId, licenseArn, terms, life, changed);
  }
}
