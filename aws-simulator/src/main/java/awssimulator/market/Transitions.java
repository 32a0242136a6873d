package awssimulator.market;

import awssimulator.events.LegacyMessage;
import awssimulator.events.LicenseEvents;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.market.AgreementHistory.What;
import awssimulator.market.Offer.Payment;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The single moves of an agreement's life, in the open transaction: row, history and messages
 * together. Whether a move is allowed is the caller's to know.
 */
@Component
class Transitions {
  private final AgreementRows rows;
  private final AgreementHistory history;
  private final Teller teller;
  private final SimulatorSettings settings;

  Transitions(
      AgreementRows rows, AgreementHistory history, Teller teller, SimulatorSettings settings) {
    this.rows = rows;
    this.history = history;
    this.teller = teller;
    this.settings = settings;
  }

  /** A buyer accepts an offer; what follows depends on payment and start. */
  Agreement accept(
      ProductSettings product, String accountId, Terms terms, Payment payment, boolean hold) {
    Instant at = terms.acceptedAt();
    Agreement made =
        new Agreement(
            Ids.agreementId(),
            product.code(),
            accountId,
            Ids.licenseArn(product),
            terms,
            Life.begun(at, payment == Payment.OK, hold),
            Marks.none(at));
    rows.insert(made);
    history.add(made.agreementId(), at, What.ACCEPTED, terms.offerId());
    return switch (payment) {
      case OK -> begin(made, at);
      case PENDING -> {
        history.add(made.agreementId(), at, What.PAYMENT_OPEN, "");
        yield made;
      }
      case FAIL -> failPayment(made, at);
    };
  }

  /** The payment that was open is made. */
  Agreement pay(Agreement a, Instant at) {
    Agreement paid = a.with(a.life().withAwsStatus(AwsStatus.ACTIVE));
    rows.update(paid);
    history.add(a.agreementId(), at, What.PAID, "");
    return begin(paid, at);
  }

  /** The payment fails: the concurrent model tells nothing (facts §3.5). */
  Agreement failPayment(Agreement a, Instant at) {
    Agreement failed = a.with(a.life().withState(State.FAILED));
    rows.update(failed);
    history.add(a.agreementId(), at, What.PAYMENT_FAILED, "");
    if (!teller.product(a).concurrent()) {
      teller.legacy(failed, LegacyMessage.SUBSCRIBE_FAIL, at);
    }
    return failed;
  }

  private Agreement begin(Agreement a, Instant at) {
    if (teller.product(a).concurrent()) {
      teller.created(a, at);
    }
    return a.startAt().isAfter(at) ? a : start(a, at, at);
  }

  /** It begins: in the legacy model usage counts when subscribe-success is out. */
  Agreement start(Agreement a, Instant at, Instant activeAt) {
    boolean concurrent = teller.product(a).concurrent();
    boolean waits = a.holding() && !concurrent;
    Agreement started =
        a.with(a.life().started(at, waits ? null : activeAt)).with(a.marks().noticed(at));
    rows.update(started);
    history.add(a.agreementId(), at, What.STARTED, "");
    if (!concurrent) {
      teller.legacy(started, LegacyMessage.SUBSCRIBE_SUCCESS, at);
    }
    teller.entitlementsChanged(started, at);
    return started;
  }

  /**
   * Its end is told and the final window begins. What never began ends at once: of an agreement
   * that was not paid the seller has not heard, of one in the future he hears in the concurrent
   * model.
   */
  Agreement end(Agreement a, AwsStatus status, Instant at) {
    boolean concurrent = teller.product(a).concurrent();
    if (a.life().startedAt() == null) {
      Agreement over = a.with(a.life().ended(a.life().paid() ? status : null, at));
      rows.update(over);
      history.add(a.agreementId(), at, What.ENDED, status.name());
      if (concurrent && a.life().paid()) {
        teller.ended(over, status, at);
      }
      return over;
    }
    Agreement ending = a.with(a.life().ending(status, at, windowEnd(at), deprovisionAt(a, at)));
    rows.update(ending);
    history.add(a.agreementId(), at, What.ENDING, status.name());
    if (concurrent) {
      teller.ended(ending, status, at);
    } else {
      teller.legacy(ending, LegacyMessage.UNSUBSCRIBE_PENDING, at);
      teller.entitlementsChanged(ending, at);
    }
    return deprovisionIfDue(ending, at);
  }

  private Instant windowEnd(Instant at) {
    return at.plus(settings.cancellationWindow());
  }

  /** Not later than the end of the window; null in the legacy model. */
  private @Nullable Instant deprovisionAt(Agreement a, Instant at) {
    ProductSettings product = teller.product(a);
    if (!product.concurrent()) {
      return null;
    }
    Duration delay = product.deprovisionDelay();
    Duration window = settings.cancellationWindow();
    return at.plus(delay.compareTo(window) < 0 ? delay : window);
  }

  private Agreement deprovisionIfDue(Agreement a, Instant at) {
    Instant due = a.life().deprovisionAt();
    return due == null || due.isAfter(at) ? a : deprovision(a, at);
  }

  /** Its licence is taken away. */
  Agreement deprovision(Agreement a, Instant at) {
    Agreement gone = a.with(a.life().deprovisioned());
    rows.update(gone);
    history.add(a.agreementId(), at, What.DEPROVISIONED, a.licenseId());
    teller.event(gone, LicenseEvents::deprovisioned, at);
    return gone;
  }

  /** The window after its end is over. */
  Agreement closeWindow(Agreement a, Instant at) {
    Agreement over = a.with(a.life().ended(a.awsStatus(), at));
    rows.update(over);
    history.add(a.agreementId(), at, What.ENDED, "");
    if (!teller.product(a).concurrent()) {
      teller.legacy(over, LegacyMessage.UNSUBSCRIBE_SUCCESS, at);
    }
    return over;
  }

  /** The buyer of a legacy product comes back within the window: the agreement goes on. */
  Agreement goOn(Agreement a, Offer offer, Instant at) {
    Terms terms = TermsMaker.goingOn(teller.product(a), a, offer, at);
    Agreement again = a.with(terms).with(a.life().returned());
    rows.update(again);
    history.add(a.agreementId(), at, What.RETURNED, "");
    teller.legacy(again, LegacyMessage.SUBSCRIBE_SUCCESS, at);
    teller.entitlementsChanged(again, at);
    return again;
  }

  /** The same in the concurrent model: the same licence under a new agreement. */
  Agreement comeBack(Agreement old, Instant at) {
    Agreement over = old.with(old.life().ended(old.awsStatus(), at));
    rows.update(over);
    Agreement next = insertSuccessor(old, TermsMaker.returned(old, at), old.licenseArn(), at);
    history.add(old.agreementId(), at, What.RETURNED, next.agreementId());
    teller.created(next, at);
    return start(next, at, activeSince(old, at));
  }

  /**
   * A new agreement takes the place of a running one in the concurrent model.
   *
   * @param keepLicense whether the licence goes over to the new agreement
   */
  Agreement succeed(Agreement old, Terms terms, boolean keepLicense, Instant at) {
    boolean renewal = terms.intent() == Terms.Intent.RENEW;
    AwsStatus status = renewal ? AwsStatus.RENEWED : AwsStatus.REPLACED;
    String license = keepLicense ? old.licenseArn() : Ids.licenseArn(teller.product(old));
    Agreement next = insertSuccessor(old, terms, license, at);
    teller.created(next, at);
    next = start(next, at, keepLicense ? activeSince(old, at) : at);
    history.add(old.agreementId(), at, renewal ? What.RENEWED : What.REPLACED, next.agreementId());
    Life life =
        keepLicense
            ? old.life().ended(status, at)
            : old.life().ending(status, at, windowEnd(at), deprovisionAt(old, at));
    Agreement gone = old.with(life);
    rows.update(gone);
    teller.ended(gone, status, at);
    if (!keepLicense) {
      deprovisionIfDue(gone, at);
    }
    return next;
  }

  private Agreement insertSuccessor(Agreement old, Terms terms, String license, Instant at) {
    Agreement next =
        new Agreement(
            Ids.agreementId(),
            old.productCode(),
            old.accountId(),
            license,
            terms,
            Life.begun(at, true, old.holding()),
            Marks.none(at).suspended(old.marks().suspended()));
    rows.insert(next);
    history.add(next.agreementId(), at, What.ACCEPTED, terms.offerId());
    return next;
  }

  private static Instant activeSince(Agreement old, Instant at) {
    Instant active = old.activeAt();
    return active == null ? at : active;
  }

  /** Other terms under the same agreement, in the legacy model. */
  Agreement change(Agreement a, Terms terms, What what, boolean tellSuccess, Instant at) {
    Agreement changed = a.with(terms.under(a.terms())).with(a.marks().noticed(at));
    rows.update(changed);
    history.add(a.agreementId(), at, what, terms.offerId());
    if (tellSuccess) {
      teller.legacy(changed, LegacyMessage.SUBSCRIBE_SUCCESS, at);
    }
    teller.entitlementsChanged(changed, at);
    return changed;
  }
}
