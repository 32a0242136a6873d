package awssimulator.market;

import awssimulator.clock.OwnWork;
import awssimulator.clock.Signals;
import awssimulator.market.Agreement.AwsStatus;
import awssimulator.market.Agreement.State;
import awssimulator.market.AgreementHistory.What;
import awssimulator.market.MarketRefusal.Reason;
import awssimulator.market.Offer.Payment;
import awssimulator.queue.NotificationSender;
import awssimulator.queue.Notifications;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The agreements: to find, to make, to cancel (facts §2.3, §3); {@link LifeCycle} has the other
 * steps of their life. A change and its notifications are one transaction; the notifications are
 * put on the queue after it.
 */
@Component
public final class Agreements implements OwnWork {
  private final Database database;
  private final AgreementRows rows;
  private final AgreementHistory history;
  private final Transitions transitions;
  private final DueSteps dueSteps;
  private final Changes changes;
  private final Accounts accounts;
  private final Notifications notifications;
  private final NotificationSender sender;
  private final Signals signals;
  private final SimulatorSettings settings;

  Agreements(
      Database database,
      AgreementRows rows,
      AgreementHistory history,
      Transitions transitions,
      DueSteps dueSteps,
      Changes changes,
      Accounts accounts,
      Notifications notifications,
      NotificationSender sender,
      Signals signals,
      SimulatorSettings settings) {
    this.database = database;
    this.rows = rows;
    this.history = history;
    this.transitions = transitions;
    this.dueSteps = dueSteps;
    this.changes = changes;
    this.accounts = accounts;
    this.notifications = notifications;
    this.sender = sender;
    this.signals = signals;
    this.settings = settings;
  }

  /**
   * Subscribes an account to a product by its public offer. A legacy agreement goes on within the
   * hour after its end was told, and its unsubscribe-success is never sent; else, and always in the
   * concurrent model, a new agreement is made.
   *
   * @param hold whether this agreement's notifications wait for {@link #release}
   * @throws MarketRefusal NOT_FOUND for an unknown account or product, CONFLICT if subscribed
   */
  public Agreement subscribe(String accountId, String productCode, boolean hold) {
    return subscribe(accountId, productCode, Offer.standard(), Payment.OK, hold);
  }

  /**
   * Subscribes an account to a product by any offer.
   *
   * @throws MarketRefusal as {@link #subscribe(String, String, boolean)}; also INVALID if there
   *     cannot be such an offer, CONFLICT for a second free trial
   */
  public Agreement subscribe(
      String accountId, String productCode, Offer offer, Payment payment, boolean hold) {
    ProductSettings product = product(productCode);
    return changes.change(now -> {
      account(accountId);
      List<Agreement> before = rows.of(accountId, productCode);
      Optional<Agreement> living =
          product.concurrent()
              ? Optional.empty()
              : before.stream().filter(Agreement::living).findFirst();
      if (living.isPresent()) {
        return goOn(living.get(), offer, payment, hold, now);
      }
      if (offer.freeTrial() && before.stream().anyMatch(Agreement::hadFreeTrial)) {
        throw new MarketRefusal(
            Reason.CONFLICT, "Account %s had its free trial already".formatted(accountId));
      }
      return transitions.accept(
          product, accountId, TermsMaker.fresh(product, offer, now), payment, hold);
    });
  }

  private Agreement goOn(
      Agreement agreement, Offer offer, Payment payment, boolean hold, Instant now) {
    if (agreement.state() != State.ENDING) {
      throw new MarketRefusal(
          Reason.CONFLICT,
          "Account %s is subscribed already by agreement %s"
              .formatted(agreement.accountId(), agreement.agreementId()));
    }
    if (payment != Payment.OK || hold || offer.freeTrial() || offer.startAt() != null) {
      throw new MarketRefusal(
          Reason.CONFLICT,
          "Agreement %s goes on as it was: leave out payment, notifications, freeTrial and startAt"
              .formatted(agreement.agreementId()));
    }
    return transitions.goOn(agreement, offer, now);
  }

  /**
   * The buyer cancels: the end is told at once, and the final window begins.
   *
   * @throws MarketRefusal NOT_FOUND for an unknown agreement, CONFLICT if it is ending or over
   */
  public Agreement cancel(String agreementId) {
    return changes.change(now -> transitions.end(running(agreementId), AwsStatus.CANCELLED, now));
  }

  /**
   * The same on the buyer's own page, where a contract runs to its end (facts, 7.3).
   *
   * @throws MarketRefusal as {@link #cancel}, and CONFLICT for a contract
   */
  public Agreement cancelByBuyer(String agreementId) {
    if (product(agreement(agreementId).productCode()).contract()) {
      throw new MarketRefusal(
          Reason.CONFLICT, "Agreement %s is a contract: it runs to its end".formatted(agreementId));
    }
    return cancel(agreementId);
  }

  /** The agreement if it has neither ended nor begun to, else CONFLICT. */
  Agreement running(String agreementId) {
    Agreement agreement = agreement(agreementId);
    if (agreement.state() != State.ACTIVE && agreement.state() != State.PENDING) {
      throw new MarketRefusal(
          Reason.CONFLICT, "Agreement " + agreementId + " is " + agreement.state());
    }
    return agreement;
  }

  /**
   * Sends the held notifications of an agreement in their order; from now on they go out at once. A
   * held subscribe-success makes the agreement active now.
   *
   * @return how many were sent
   */
  public int release(String agreementId) {
    return changes.change(now -> {
      Agreement agreement = agreement(agreementId);
      if (agreement.holding()) {
        rows.update(agreement.with(agreement.life().released(now)));
        history.add(agreementId, now, What.RELEASED, "");
      }
      return notifications.release(product(agreement.productCode()), agreementId);
    });
  }

  @Override
  public Optional<Instant> nextDue() {
    return database.transact(dueSteps::nextDue);
  }

  @Override
  public void runDue(Instant now) {
    boolean any = database.transact(() -> dueSteps.run(now));
    if (any) {
      sender.send();
      signals.changed();
    }
  }

  /**
   * The agreement with that id.
   *
   * @throws MarketRefusal NOT_FOUND
   */
  public Agreement agreement(String agreementId) {
    return database
        .transact(() -> rows.find(agreementId))
        .orElseThrow(
            () -> new MarketRefusal(Reason.NOT_FOUND, "There is no agreement " + agreementId));
  }

  /** The agreement with that id. */
  public Optional<Agreement> find(String agreementId) {
    return database.transact(() -> rows.find(agreementId));
  }

  /**
   * The newest agreement that has or had a licence.
   *
   * @param licenseId the part of the licence's ARN by which licences are compared, {@code l-…}
   */
  public Optional<Agreement> byLicense(String licenseId) {
    return database.transact(() -> rows.byLicense(licenseId));
  }

  /** The agreements of known products that match, newest first. */
  public List<Agreement> search(AgreementFilter filter) {
    return all().stream()
        .filter(
            a -> settings.product(a.productCode()).filter(p -> filter.matches(a, p)).isPresent())
        .toList();
  }

  /** All agreements, newest first. */
  public List<Agreement> all() {
    return database.transact(rows::all);
  }

  /** All agreements of an account with a product, newest first. */
  public List<Agreement> of(String accountId, String productCode) {
    return database.transact(() -> rows.of(accountId, productCode));
  }

  /**
   * The account with that id.
   *
   * @throws MarketRefusal NOT_FOUND
   */
  public Account account(String accountId) {
    return accounts
        .find(accountId)
        .orElseThrow(
            () -> new MarketRefusal(Reason.NOT_FOUND, "There is no AWS account " + accountId));
  }

  /**
   * The product with that code.
   *
   * @throws MarketRefusal NOT_FOUND
   */
  public ProductSettings product(String code) {
    return settings
        .product(code)
        .orElseThrow(() -> new MarketRefusal(Reason.NOT_FOUND, "There is no product " + code));
  }

  /** The product of an agreement, unless it was taken from the settings. */
  public Optional<ProductSettings> knownProduct(Agreement agreement) {
    return settings.product(agreement.productCode());
  }
}
