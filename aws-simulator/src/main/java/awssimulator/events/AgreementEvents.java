package awssimulator.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Events about agreements (facts §3.3), each as the seller of the product hears of it. */
public final class AgreementEvents {
  private AgreementEvents() {}

  /**
   * An agreement was accepted.
   *
   * @param intent NEW, RENEW or REPLACE; a renewal also names product and proposer
   * @param previousAgreementId the agreement before, if the event is to name it
   */
  public static Event created(
      Deal deal, String intent, @Nullable String previousAgreementId, Instant at) {
    Envelope event = Envelope.about("Purchase Agreement Created - " + deal.role(), deal, at);
    ObjectNode agreement = accepted(event, deal, intent);
    if (previousAgreementId != null) {
      agreement.put("previousAgreementId", previousAgreementId);
    }
    boolean renewal = intent.equals("RENEW");
    if (renewal) {
      event.product(deal);
    }
    return event.parties(deal, renewal && deal.reseller() == null).offer(deal).event();
  }

  private static ObjectNode accepted(Envelope event, Deal deal, String intent) {
    ObjectNode agreement = event.object("agreement");
    agreement.put("id", deal.agreementId());
    agreement.put("intent", intent);
    agreement.put("status", "ACTIVE");
    agreement.put("acceptanceTime", Envelope.time(deal.acceptedAt()));
    agreement.put("startTime", Envelope.time(deal.startAt()));
    Instant end = deal.endAt();
    if (end != null) {
      agreement.put("endTime", Envelope.time(end));
    }
    return agreement;
  }

  /** Terms or the renewal setting changed; only the proposer is told of the renewal. */
  public static Event amended(Deal deal, Instant at) {
    Envelope event = Envelope.about("Purchase Agreement Amended - " + deal.role(), deal, at);
    ObjectNode agreement = accepted(event, deal, "AMEND");
    if (deal.reseller() == null) {
      agreement.put("autoRenewalEnabled", deal.renewal().enabled());
      renewalSwitch(event, deal);
      event.product(deal);
    }
    return event.parties(deal, false).offer(deal).event();
  }

  private static void renewalSwitch(Envelope event, Deal deal) {
    event
        .object("renewalSummary")
        .put("lockoutStartTime", Envelope.timeOrNull(lockout(deal)))
        .put("disabledBy", deal.renewal().disabledBy());
  }

  private static @Nullable Instant lockout(Deal deal) {
    Instant end = deal.endAt();
    return end == null || !deal.renewal().enabled()
        ? null
        : end.minus(deal.product().renewalLockout());
  }

  /**
   * An agreement ended.
   *
   * @param status CANCELLED, EXPIRED, TERMINATED, RENEWED or REPLACED
   */
  public static Event ended(Deal deal, String status, Instant at) {
    Envelope event = Envelope.about("Purchase Agreement Ended - " + deal.role(), deal, at);
    event.object("agreement").put("id", deal.agreementId()).put("status", status);
    return event.parties(deal, false).offer(deal).event();
  }

  /** AWS suspects closure, compromise, abuse or fraud of the buyer's account. */
  public static Event advisoryIssued(Deal deal, Instant at) {
    return advisory("Issued", "issuedAt", deal, at);
  }

  /** That is cleared. */
  public static Event advisoryResolved(Deal deal, Instant at) {
    return advisory("Resolved", "resolvedAt", deal, at);
  }

  private static Event advisory(String word, String member, Deal deal, Instant at) {
    Envelope event =
        Envelope.about("Purchase Agreement Advisory " + word + " - Manufacturer", deal, at);
    event.object("agreement").put("id", deal.agreementId());
    event.object("product").put("id", deal.product().productId());
    event.acceptorAndProposer(deal, false).offer(deal);
    event.object("advisory").put(member, Envelope.time(at));
    return event.event();
  }

  /** The end is so many days away. */
  public static Event ending(Deal deal, Instant end, int days, Instant at) {
    Envelope event = Envelope.about("Purchase Agreement Ending - Proposer", deal, at);
    event
        .object("agreement")
        .put("id", deal.agreementId())
        .put("startTime", Envelope.time(deal.startAt()))
        .put("endTime", Envelope.time(end))
        .put("status", "ACTIVE")
        .put("daysBeforeEndTime", days)
        .put("autoRenewalEnabled", deal.renewal().enabled());
    renewalSwitch(event, deal);
    return event.product(deal).acceptorAndProposer(deal, true).offer(deal).event();
  }

  /** The price of a renewal is agreed on. */
  public static Event renewalTermsFinalized(Deal deal, Instant end, Instant at) {
    Envelope event =
        Envelope.about("Purchase Agreement Renewal Terms Finalized - Proposer", deal, at);
    renewing(event, deal, end);
    Instant lockout = end.minus(deal.product().renewalLockout());
    event
        .object("renewalSummary")
        .put("tcv", deal.renewal().totalContractValue())
        .put("currency", deal.product().currency().getCurrencyCode())
        .put("termsFinalizedTime", Envelope.time(at))
        .put("lockoutReached", !at.isBefore(lockout))
        .put("lockoutStartTime", Envelope.time(lockout));
    return event.product(deal).acceptorAndProposer(deal, true).event();
  }

  /** The renewal can no longer be switched off. */
  public static Event renewalUpcoming(Deal deal, Instant end, Instant at) {
    Envelope event = Envelope.about("Purchase Agreement Renewal Upcoming - Proposer", deal, at);
    renewing(event, deal, end);
    event
        .object("renewalSummary")
        .put("lockoutReached", true)
        .put("tcv", deal.renewal().totalContractValue())
        .put("currency", deal.product().currency().getCurrencyCode());
    return event.product(deal).acceptorAndProposer(deal, true).event();
  }

  private static void renewing(Envelope event, Deal deal, Instant end) {
    event
        .object("agreement")
        .put("id", deal.agreementId())
        .put("startTime", Envelope.time(deal.startAt()))
        .put("endTime", Envelope.time(end));
  }
}
