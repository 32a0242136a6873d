package awssimulator.client;

import static awssimulator.client.ControlHttp.segment;

import awssimulator.client.Agreement.HistoryEntry;
import awssimulator.client.Agreement.NewSubscription;
import awssimulator.client.Agreement.Subscribed;
import awssimulator.client.Agreement.Subscription;
import awssimulator.client.Agreement.Token;
import awssimulator.client.Offers.Amendment;
import awssimulator.client.Offers.Succession;
import java.util.List;
import java.util.Map;

/**
 * Subscriptions (agreements) and every step of their lives. A step returns the agreement that goes
 * on; one that the state does not allow is a {@link SimulatorProblem} with status 409.
 */
public final class Subscriptions {
  private final ControlHttp http;

  Subscriptions(ControlHttp http) {
    this.http = http;
  }

  private record Released(int sent) {}

  /** All subscriptions, newest first. */
  public List<Subscription> list() {
    return http.list("/subscriptions", Subscription.class);
  }

  /** Subscribes as the buyer does in the marketplace. */
  public Subscribed subscribe(NewSubscription subscription) {
    return http.post("/subscriptions", subscription, Subscribed.class);
  }

  /** As {@link #subscribe(NewSubscription)}, with no more than account and product. */
  public Subscribed subscribe(String accountId, String productCode) {
    return subscribe(NewSubscription.of(accountId, productCode));
  }

  /** One subscription. */
  public Subscription read(String agreementId) {
    return http.get(path(agreementId), Subscription.class);
  }

  /** What happened to it, in the order of happening. */
  public List<HistoryEntry> history(String agreementId) {
    return http.list(path(agreementId) + "/history", HistoryEntry.class);
  }

  /** A new registration token, as from pressing "Set up your account" again. */
  public Token issueToken(String agreementId) {
    return http.post(path(agreementId) + "/token", Map.of(), Token.class);
  }

  /** Sends its held notifications in their order and returns how many that were. */
  public int release(String agreementId) {
    return http.post(path(agreementId) + "/notifications/release", Map.of(), Released.class).sent();
  }

  /** An open payment is made: it goes on as if it had been at once. */
  public Subscription confirmPayment(String agreementId) {
    return step(agreementId, "confirm-payment", Map.of());
  }

  /** An open payment fails: subscribe-fail; in the concurrent model no message. */
  public Subscription failPayment(String agreementId) {
    return step(agreementId, "fail-payment", Map.of());
  }

  /** The buyer cancels; usage is taken for another hour. */
  public Subscription cancel(String agreementId) {
    return step(agreementId, "cancel", Map.of());
  }

  /**
   * The buyer comes back within the final window; in the concurrent model to a new agreement with
   * the same licence.
   */
  public Subscription comeBack(String agreementId) {
    return step(agreementId, "return", Map.of());
  }

  /** Its time is over now. */
  public Subscription expire(String agreementId) {
    return step(agreementId, "expire", Map.of());
  }

  /** AWS ends it, as after a failed payment. */
  public Subscription terminate(String agreementId) {
    return step(agreementId, "terminate", Map.of());
  }

  /** AWS suspends it: BatchMeterUsage answers CustomerNotSubscribed. */
  public Subscription suspend(String agreementId) {
    return step(agreementId, "suspend", Map.of());
  }

  /** AWS lifts the suspension. */
  public Subscription resume(String agreementId) {
    return step(agreementId, "resume", Map.of());
  }

  /** AWS suspects the buyer's account; concurrent model only. */
  public Subscription issueAdvisory(String agreementId) {
    return step(agreementId, "issue-advisory", Map.of());
  }

  /** The suspicion is cleared. */
  public Subscription resolveAdvisory(String agreementId) {
    return step(agreementId, "resolve-advisory", Map.of());
  }

  /**
   * The buyer accepts a better offer: subscribe-success with the new offer; in the concurrent model
   * an amendment if only quantities are given, else a new agreement in its place.
   */
  public Subscription upgrade(String agreementId, Succession succession) {
    return step(agreementId, "upgrade", succession);
  }

  /**
   * Renews now; in the concurrent model by a new agreement. One without an end needs an offer that
   * has one.
   */
  public Subscription renew(String agreementId, Succession succession) {
    return step(agreementId, "renew", succession);
  }

  /** Puts other terms in place of the running ones; in the concurrent model by a new agreement. */
  public Subscription replace(String agreementId, Succession succession) {
    return step(agreementId, "replace", succession);
  }

  /** Changes terms under the same agreement; what is null stays. */
  public Subscription amend(String agreementId, Amendment amendment) {
    return step(agreementId, "amend", amendment);
  }

  /** The price agreed before holds for the coming renewal; concurrent model only. */
  public Subscription finalizeRenewalTerms(String agreementId) {
    return step(agreementId, "finalize-renewal-terms", Map.of());
  }

  /**
   * The price of the coming renewal is agreed on; concurrent model only.
   *
   * @param totalContractValue a decimal in the product's currency
   */
  public Subscription finalizeRenewalTerms(String agreementId, String totalContractValue) {
    return step(
        agreementId, "finalize-renewal-terms", Map.of("totalContractValue", totalContractValue));
  }

  private Subscription step(String agreementId, String step, Object body) {
    return http.post(path(agreementId) + "/" + step, body, Subscription.class);
  }

  private static String path(String agreementId) {
    return "/subscriptions/" + segment(agreementId);
  }
}
