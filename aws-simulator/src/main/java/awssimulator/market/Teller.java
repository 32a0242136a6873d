package awssimulator.market;

import awssimulator.events.AgreementEvents;
import awssimulator.events.Deal;
import awssimulator.events.Event;
import awssimulator.events.LegacyMessage;
import awssimulator.events.LicenseEvents;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.AgreementHistory.What;
import awssimulator.market.Terms.Reseller;
import awssimulator.queue.Notifications;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.ProductSettings.PreviousAgreement;
import awssimulator.settings.SimulatorSettings;
import java.time.Instant;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the seller what happened to an agreement, in the open transaction, and notes that in the
 * agreement's history. Messages of an agreement that holds are held.
 */
@Component
class Teller {
  private final Notifications notifications;
  private final AgreementHistory history;
  private final Accounts accounts;
  private final SimulatorSettings settings;

  Teller(
      Notifications notifications,
      AgreementHistory history,
      Accounts accounts,
      SimulatorSettings settings) {
    this.notifications = notifications;
    this.history = history;
    this.accounts = accounts;
    this.settings = settings;
  }

  ProductSettings product(Agreement a) {
    return settings
        .product(a.productCode())
        .orElseThrow(() ->
            new MarketRefusal(
                MarketRefusal.Reason.NOT_FOUND, "There is no product " + a.productCode()));
  }

  /** A legacy message. */
  void legacy(Agreement a, LegacyMessage message, Instant at) {
    Account account = accounts.find(a.accountId()).orElseThrow();
    String body =
        message.body(
            product(a),
            account.customerIdentifier(),
            a.offerId(),
            a.terms().privateOffer(),
            a.freeTrial());
    write(a, message.action(), body, at);
  }

  /** An event that needs no more than the agreement and the time. */
  void event(Agreement a, BiFunction<Deal, Instant, Event> shape, Instant at) {
    Event event = shape.apply(deal(a), at);
    write(a, event.detailType(), event.json(), at);
  }

  /** Created, naming the agreement before where the product does (conflict C6). */
  void created(Agreement a, Instant at) {
    String previous = previous(a);
    event(a, (deal, when) -> AgreementEvents.created(deal, a.intent().name(), previous, when), at);
  }

  private @Nullable String previous(Agreement a) {
    PreviousAgreement named = product(a).previousAgreement();
    boolean names =
        switch (a.intent()) {
          case NEW -> false;
          case RENEW -> named != PreviousAgreement.NEVER;
          case REPLACE -> named == PreviousAgreement.ALWAYS;
        };
    return names ? a.previousAgreementId() : null;
  }

  /** Ended. */
  void ended(Agreement a, AwsStatus status, Instant at) {
    event(a, (deal, when) -> AgreementEvents.ended(deal, status.name(), when), at);
  }

  /** License Updated, or entitlement-updated if the product has contracts. */
  void entitlementsChanged(Agreement a, Instant at) {
    if (product(a).concurrent()) {
      event(a, LicenseEvents::updated, at);
    } else if (product(a).contract()) {
      legacy(a, LegacyMessage.ENTITLEMENT_UPDATED, at);
    }
  }

  /** A notice that is due. */
  void notice(Agreement a, Instant end, Calendar.Notice notice) {
    switch (notice) {
      case Calendar.Notice.Ending(Instant at, int days) ->
          event(a, (deal, when) -> AgreementEvents.ending(deal, end, days, when), at);
      case Calendar.Notice.RenewalUpcoming(Instant at) ->
          event(a, (deal, when) -> AgreementEvents.renewalUpcoming(deal, end, when), at);
    }
  }

  private void write(Agreement a, String kind, String message, Instant at) {
    notifications.write(product(a), a.agreementId(), kind, message, a.holding());
    history.add(a.agreementId(), at, What.MESSAGE, kind);
  }

  private Deal deal(Agreement a) {
    Terms terms = a.terms();
    Terms.DisabledBy disabledBy = terms.renewal().disabledBy();
    Reseller reseller = terms.reseller();
    return new Deal(
        product(a),
        a.agreementId(),
        a.accountId(),
        a.offerId(),
        a.licenseArn(),
        a.acceptedAt(),
        a.startAt(),
        a.endAt(),
        new Deal.Renewal(
            terms.renewal().enabled(),
            disabledBy == null ? null : disabledBy.name(),
            terms.renewal().totalContractValue()),
        reseller == null
            ? null
            : new Deal.Reseller(reseller.accountId(), reseller.resaleAuthorizationId()));
  }
}
