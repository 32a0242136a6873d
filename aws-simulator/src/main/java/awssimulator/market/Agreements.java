package awssimulator.market;

import awssimulator.clock.BusinessClock;
import awssimulator.clock.OwnWork;
import awssimulator.clock.Signals;
import awssimulator.market.Agreement.State;
import awssimulator.market.MarketRefusal.Reason;
import awssimulator.queue.NotificationSender;
import awssimulator.queue.Notifications;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The life of subscriptions, legacy model (facts §2.3): subscribe, cancel, the hour after, return.
 * A change and its notification are one transaction; the notification is put on the queue after it.
 */
@Component
public final class Agreements implements OwnWork {
  private final Database database;
  private final AgreementRows rows;
  private final Accounts accounts;
  private final Notifications notifications;
  private final NotificationSender sender;
  private final BusinessClock clock;
  private final Signals signals;
  private final SimulatorSettings settings;

  Agreements(
      Database database,
      AgreementRows rows,
      Accounts accounts,
      Notifications notifications,
      NotificationSender sender,
      BusinessClock clock,
      Signals signals,
      SimulatorSettings settings) {
    this.database = database;
    this.rows = rows;
    this.accounts = accounts;
    this.notifications = notifications;
    this.sender = sender;
    this.clock = clock;
    this.signals = signals;
    this.settings = settings;
  }

  private <T> T change(Supplier<T> work) {
    T result = database.transact(work);
    sender.send();
    signals.changed();
    return result;
  }

  /**
   * Subscribes an account to a product. Within the hour after a cancellation the agreement goes on
   * under its id and its unsubscribe-success is never sent; else a new agreement is made.
   *
   * @param hold whether this agreement's notifications wait for {@link #release}; it is PENDING
   *     until then
   * @throws MarketRefusal NOT_FOUND for an unknown account or product, CONFLICT if subscribed
   */
  public Agreement subscribe(String accountId, String productCode, boolean hold) {
    ProductSettings product = product(productCode);
    return change(() -> {
      Account account = account(accountId);
      endWindows(clock.instant());
      Optional<Agreement> living =
          rows.of(accountId, productCode).stream()
              .filter(a -> a.state() != State.ENDED)
              .findFirst();
      return living.isPresent()
          ? returnTo(living.get(), product, account)
          : begin(product, account, hold);
    });
  }

  private Agreement begin(ProductSettings product, Account account, boolean hold) {
    Instant now = clock.instant();
    Agreement agreement =
        new Agreement(
            Ids.agreementId(),
            product.code(),
            account.accountId(),
            null,
            hold ? State.PENDING : State.ACTIVE,
            hold,
            now,
            hold ? null : now,
            null,
            null,
            null);
    rows.insert(agreement);
    tell(agreement, product, account, Message.SUBSCRIBE_SUCCESS);
    return agreement;
  }

  private Agreement returnTo(Agreement agreement, ProductSettings product, Account account) {
    if (agreement.state() != State.ENDING) {
      throw new MarketRefusal(
          Reason.CONFLICT,
          "Account %s is subscribed already by agreement %s"
              .formatted(account.accountId(), agreement.agreementId()));
    }
    State state = agreement.activeAt() == null ? State.PENDING : State.ACTIVE;
    Agreement again = moved(agreement, state, agreement.activeAt(), null, null, null);
    rows.update(again);
    tell(again, product, account, Message.SUBSCRIBE_SUCCESS);
    return again;
  }

  /**
   * Cancels: unsubscribe-pending at once, unsubscribe-success when the window is over.
   *
   * @throws MarketRefusal NOT_FOUND for an unknown agreement, CONFLICT if it is cancelled already
   */
  public Agreement cancel(String agreementId) {
    return change(() -> {
      Instant now = clock.instant();
      endWindows(now);
      Agreement agreement = agreement(agreementId);
      if (agreement.state() != State.ACTIVE && agreement.state() != State.PENDING) {
        throw new MarketRefusal(
            Reason.CONFLICT, "Agreement " + agreementId + " is " + agreement.state());
      }
      Instant windowEnd = now.plus(settings.cancellationWindow());
      Agreement ending = moved(agreement, State.ENDING, agreement.activeAt(), now, windowEnd, null);
      rows.update(ending);
      tell(ending, Message.UNSUBSCRIBE_PENDING);
      return ending;
    });
  }

  /**
   * Sends the held notifications of an agreement in their order; from now on they go out at once. A
   * held subscribe-success makes the agreement active now.
   *
   * @return how many were sent
   */
  public int release(String agreementId) {
    return change(() -> {
      Agreement agreement = agreement(agreementId);
      if (agreement.holding()) {
        rows.update(released(agreement));
      }
      return notifications.release(product(agreement.productCode()), agreementId);
    });
  }

  private Agreement released(Agreement a) {
    Instant activeAt = a.activeAt() == null ? clock.instant() : a.activeAt();
    State state = a.state() == State.PENDING ? State.ACTIVE : a.state();
    return new Agreement(
        a.agreementId(),
        a.productCode(),
        a.accountId(),
        a.licenseArn(),
        state,
        false,
        a.createdAt(),
        activeAt,
        a.cancelledAt(),
        a.windowEndsAt(),
        a.endedAt());
  }

  @Override
  public Optional<Instant> nextDue() {
    return database.transact(rows::nextWindowEnd);
  }

  @Override
  public void runDue(Instant now) {
    boolean any = database.transact(() -> endWindows(now));
    if (any) {
      sender.send();
      signals.changed();
    }
  }

  private boolean endWindows(Instant now) {
    List<Agreement> over = rows.windowsEndingBy(now);
    for (Agreement agreement : over) {
      Agreement ended =
          moved(
              agreement,
              State.ENDED,
              agreement.activeAt(),
              agreement.cancelledAt(),
              agreement.windowEndsAt(),
              agreement.windowEndsAt());
      rows.update(ended);
      tell(ended, Message.UNSUBSCRIBE_SUCCESS);
    }
    return !over.isEmpty();
  }

  private static Agreement moved(
      Agreement a,
      State state,
      @Nullable Instant activeAt,
      @Nullable Instant cancelledAt,
      @Nullable Instant windowEndsAt,
      @Nullable Instant endedAt) {
    return new Agreement(
        a.agreementId(),
        a.productCode(),
        a.accountId(),
        a.licenseArn(),
        state,
        a.holding(),
        a.createdAt(),
        activeAt,
        cancelledAt,
        windowEndsAt,
        endedAt);
  }

  private void tell(Agreement agreement, Message message) {
    tell(agreement, product(agreement.productCode()), account(agreement.accountId()), message);
  }

  private void tell(
      Agreement agreement, ProductSettings product, Account account, Message message) {
    notifications.write(
        product,
        agreement.agreementId(),
        message.action(),
        message.body(product, account),
        agreement.holding());
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
}
