package awssimulator.market;

import awssimulator.events.AgreementEvents;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.market.AgreementHistory.What;
import awssimulator.market.MarketRefusal.Reason;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The steps of an agreement's life that are taken by hand. Every step throws {@link MarketRefusal}:
 * NOT_FOUND for an unknown agreement, CONFLICT if its state forbids the step, INVALID if the step
 * is not one of its model or what is asked for cannot be.
 */
@Component
public final class LifeCycle {
  private final Agreements agreements;
  private final AgreementRows rows;
  private final AgreementHistory history;
  private final Transitions transitions;
  private final Teller teller;
  private final Changes changes;

  LifeCycle(
      Agreements agreements,
      AgreementRows rows,
      AgreementHistory history,
      Transitions transitions,
      Teller teller,
      Changes changes) {
    this.agreements = agreements;
    this.rows = rows;
    this.history = history;
    this.transitions = transitions;
    this.teller = teller;
    this.changes = changes;
  }

  /** The open payment is made: the agreement goes on as if it had been at once. */
  public Agreement confirmPayment(String agreementId) {
    return changes.change(now -> transitions.pay(unpaid(agreementId), now));
  }

  /** The open payment fails, perhaps after the buyer was on the landing page. */
  public Agreement failPayment(String agreementId) {
    return changes.change(now -> transitions.failPayment(unpaid(agreementId), now));
  }

  private Agreement unpaid(String agreementId) {
    Agreement agreement = agreements.agreement(agreementId);
    check(
        agreement.state() == State.PENDING && !agreement.life().paid(),
        "The payment of agreement %s is not open".formatted(agreementId));
    return agreement;
  }

  /**
   * The buyer comes back within the final window: the legacy agreement goes on; in the concurrent
   * model its licence gets a new agreement.
   *
   * @return the agreement that lives now
   */
  public Agreement comeBack(String agreementId) {
    return changes.change(now -> {
      Agreement agreement = agreements.agreement(agreementId);
      check(
          agreement.state() == State.ENDING
              && agreement.awsStatus() != AwsStatus.RENEWED
              && agreement.awsStatus() != AwsStatus.REPLACED,
          "Agreement %s is not in a window to return in".formatted(agreementId));
      return teller.product(agreement).concurrent()
          ? transitions.comeBack(agreement, now)
          : transitions.goOn(agreement, Offer.standard(), now);
    });
  }

  /**
   * The buyer accepts a better offer. Legacy: subscribe-success again with the new offer.
   * Concurrent: an amendment if only quantities change, else a replacement.
   *
   * @param keepLicense whether a replacement takes over the licence
   * @return the agreement that lives now
   */
  public Agreement upgrade(String agreementId, Offer offer, boolean keepLicense) {
    return changes.change(now -> {
      Agreement agreement = active(agreementId);
      Map<String, Long> quantities = offer.quantities();
      boolean onlyQuantities =
          offer.equals(new Offer(null, false, null, null, null, null, null, null, quantities));
      if (teller.product(agreement).concurrent() && quantities != null && onlyQuantities) {
        return amend(agreement, new Amendment(null, null, null, null, quantities), now);
      }
      return replace(agreement, offer, keepLicense, What.UPGRADED, now);
    });
  }

  /**
   * Other terms take the place of the running ones. Concurrent: a new agreement.
   *
   * @param keepLicense whether the new agreement takes over the licence
   * @return the agreement that lives now
   */
  public Agreement replace(String agreementId, Offer offer, boolean keepLicense) {
    return changes.change(
        now -> replace(active(agreementId), offer, keepLicense, What.REPLACED, now));
  }

  private Agreement replace(
      Agreement agreement, Offer offer, boolean keepLicense, What what, Instant now) {
    Terms terms = TermsMaker.replaced(teller.product(agreement), agreement, offer, now);
    return teller.product(agreement).concurrent()
        ? transitions.succeed(agreement, terms, keepLicense, now)
        : transitions.change(agreement, terms, what, true, now);
  }

  /**
   * The agreement is renewed now. Concurrent: a new agreement that names this one. Legacy:
   * subscribe-success again if another offer was accepted, entitlement-updated for a contract.
   *
   * @param keepLicense whether the new agreement takes over the licence
   * @return the agreement that lives now
   */
  public Agreement renew(String agreementId, Offer offer, boolean keepLicense) {
    return changes.change(now -> {
      Agreement agreement = active(agreementId);
      Terms terms = TermsMaker.renewed(teller.product(agreement), agreement, offer, now);
      boolean another = !terms.offerId().equals(agreement.offerId());
      return teller.product(agreement).concurrent()
          ? transitions.succeed(agreement, terms, keepLicense, now)
          : transitions.change(agreement, terms, What.RENEWED, another, now);
    });
  }

  /** Its time is over now, whatever its end was. */
  public Agreement expire(String agreementId) {
    return changes.change(
        now -> transitions.end(agreements.running(agreementId), AwsStatus.EXPIRED, now));
  }

  /** AWS ends it, as after a failed payment. */
  public Agreement terminate(String agreementId) {
    return changes.change(
        now -> transitions.end(agreements.running(agreementId), AwsStatus.TERMINATED, now));
  }

  /** Terms change under the same agreement. */
  public Agreement amend(String agreementId, Amendment amendment) {
    return changes.change(now -> {
      Agreement agreement = agreements.running(agreementId);
      check(agreement.life().paid(), "Agreement %s is not paid".formatted(agreementId));
      return amend(agreement, amendment, now);
    });
  }

  private Agreement amend(Agreement before, Amendment amendment, Instant now) {
    Terms terms = TermsMaker.amended(teller.product(before), before, amendment);
    Instant endAt = amendment.endAt();
    TermsMaker.require(
        endAt == null || endAt.isAfter(now), "endAt must not be in the past: it is now " + now);
    TermsMaker.require(!terms.equals(before.terms()), "The amendment changes nothing");
    Agreement amended = before.with(terms).with(before.marks().noticed(now));
    rows.update(amended);
    history.add(before.agreementId(), now, What.AMENDED, "");
    if (teller.product(before).concurrent()) {
      teller.event(amended, AgreementEvents::amended, now);
    }
    boolean granted =
        !terms.quantities().equals(before.terms().quantities())
            || !Objects.equals(terms.endAt(), before.endAt());
    if (teller.product(before).contract() && granted && before.state() == State.ACTIVE) {
      teller.entitlementsChanged(amended, now);
    }
    return amended;
  }

  /** AWS suspends it: usage is answered CustomerNotSubscribed; nothing is told (facts P24). */
  public Agreement suspend(String agreementId) {
    return suspension(agreementId, true);
  }

  /** AWS lifts the suspension. */
  public Agreement resume(String agreementId) {
    return suspension(agreementId, false);
  }

  private Agreement suspension(String agreementId, boolean suspended) {
    return changes.change(now -> {
      Agreement agreement = agreements.agreement(agreementId);
      check(agreement.living(), "Agreement %s is %s".formatted(agreementId, agreement.state()));
      check(
          agreement.marks().suspended() != suspended,
          "Agreement %s is %s"
              .formatted(agreementId, suspended ? "suspended already" : "not suspended"));
      return mark(
          agreement,
          agreement.marks().suspended(suspended),
          suspended ? What.SUSPENDED : What.RESUMED,
          now);
    });
  }

  /** AWS suspects the buyer's account; told in the concurrent model only. */
  public Agreement issueAdvisory(String agreementId) {
    return changes.change(now -> {
      Agreement agreement = concurrent(agreements.running(agreementId));
      check(agreement.life().paid(), "Agreement %s is not paid".formatted(agreementId));
      check(!agreement.marks().advisoryOpen(), "An advisory about it is open already");
      Agreement marked =
          mark(agreement, agreement.marks().advisoryIssued(now), What.ADVISORY_ISSUED, now);
      teller.event(marked, AgreementEvents::advisoryIssued, now);
      return marked;
    });
  }

  /** The suspicion is cleared. */
  public Agreement resolveAdvisory(String agreementId) {
    return changes.change(now -> {
      Agreement agreement = concurrent(agreements.agreement(agreementId));
      check(agreement.marks().advisoryOpen(), "No advisory about it is open");
      Agreement marked =
          mark(agreement, agreement.marks().advisoryResolved(now), What.ADVISORY_RESOLVED, now);
      teller.event(marked, AgreementEvents::advisoryResolved, now);
      return marked;
    });
  }

  private Agreement mark(Agreement agreement, Marks marks, What what, Instant now) {
    Agreement marked = agreement.with(marks);
    rows.update(marked);
    history.add(agreement.agreementId(), now, what, "");
    return marked;
  }

  /**
   * The price of the coming renewal is agreed on; only the proposer of an agreement that renews
   * itself is told.
   *
   * @param totalContractValue a decimal number, or null for the one that was agreed on before
   */
  public Agreement finalizeRenewal(String agreementId, @Nullable String totalContractValue) {
    return changes.change(now -> {
      Agreement agreement = concurrent(active(agreementId));
      Instant end = agreement.endAt();
      check(
          end != null && agreement.terms().renewal().enabled(),
          "Agreement %s does not renew itself".formatted(agreementId));
      TermsMaker.require(
          agreement.terms().reseller() == null, "The renewal is the reseller's to hear of");
      Terms terms =
          TermsMaker.amended(
              teller.product(agreement),
              agreement,
              new Amendment(null, null, null, totalContractValue, null));
      Agreement changed = agreement.with(terms);
      rows.update(changed);
      history.add(agreementId, now, What.AMENDED, terms.renewal().totalContractValue());
      teller.event(
          changed,
          (deal, at) ->
              AgreementEvents.renewalTermsFinalized(deal, Objects.requireNonNull(end), at),
          now);
      return changed;
    });
  }

  private Agreement active(String agreementId) {
    Agreement agreement = agreements.agreement(agreementId);
    check(
        agreement.state() == State.ACTIVE,
        "Agreement %s is %s".formatted(agreementId, agreement.state()));
    return agreement;
  }

  private Agreement concurrent(Agreement agreement) {
    TermsMaker.require(
        teller.product(agreement).concurrent(), "There is no such message in the legacy model");
    return agreement;
  }

  private static void check(boolean holds, String sentence) {
    if (!holds) {
      throw new MarketRefusal(Reason.CONFLICT, sentence);
    }
  }
}
