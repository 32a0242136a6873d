package io.countinghouse.wallet;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Money;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.settlement.ArrearsOverdue;
import io.countinghouse.settlement.ArrearsPaid;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.PayersChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Arrears (product facts, 7): a balance below zero for too long takes the payer from the workspaces
 * that it settles, which locks them; paid, they get it back. The work of an account looks at its
 * movements as they are, so it may come late, twice or after a clock jumped: what is due is done,
 * and told once.
 */
@Component
class Arrears implements WorkHandler {

  static final String KIND = "wallet.arrears";
  private static final int ACCOUNTS_PER_PAGE = 500;

  /** The customer is told at once and when so many days are left. */
  private static final List<Integer> REMINDERS = List.of(7, 3, 1);

  private final WalletArrearsTable table;
  private final WalletLedger ledger;
  private final WalletSettings settings;
  private final Outbox outbox;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Arrears(
      WalletArrearsTable table,
      WalletLedger ledger,
      WalletSettings settings,
      Outbox outbox,
      AuditTrail audit,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.table = table;
    this.ledger = ledger;
    this.settings = settings;
    this.outbox = outbox;
    this.audit = audit;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  /** Has all accounts below zero looked at, whatever work of theirs there is. */
  void findAll() {
    @Nullable BillingAccountId cursor = null;
    List<BillingAccountId> page = below(cursor);
    while (!page.isEmpty()) {
      List<BillingAccountId> some = page;
      tx.executeWithoutResult(
          _ -> some.forEach(account -> outbox.put(Work.of(KIND, account.value(), clock.now()))));
      cursor = page.getLast();
      page = below(cursor);
    }
  }

  private List<BillingAccountId> below(@Nullable BillingAccountId cursor) {
    return tx.execute(_ -> table.below(cursor, ACCOUNTS_PER_PAGE));
  }

  /** A workspace that an account in arrears begins to pay for is not overlooked. */
  @EventListener
  void on(PayersChanged changed) {
    changed.changes().stream()
        .flatMap(change ->
            change.after() instanceof Payer.BillingCenter payer
                ? Stream.of(payer.billingAccount())
                : Stream.empty())
        .distinct()
        .filter(account -> table.since(account).isPresent())
        .forEach(account -> outbox.put(Work.of(KIND, account.value(), clock.now())));
  }

  @Override
  public Outcome handle(Work work) {
    BillingAccountId account = new BillingAccountId(work.key());
    Optional<Instant> next = Objects.requireNonNull(tx.execute(_ -> settle(account, clock.now())));
    return next.<Outcome>map(Outcome.Again::new).orElseGet(Outcome.Done::new);
  }

  /** Does what is due; gives when more is. */
  private Optional<Instant> settle(BillingAccountId account, Instant now) {
    Money balance = ledger.lock(account).balance();
    WalletArrearsTable.Since since = table.since(account).orElse(null);
    giveBackWhatIsPaid(account, since, now);
    if (since == null) {
      return Optional.empty();
    }
    Instant locksAt = since.at().plus(settings.arrearsAfter());
    if (!now.isBefore(locksAt)) {
      if (table.tell(account, since, 0, now)) {
        audit.record(
            Actor.SYSTEM,
            "wallet.overdue",
            account.value(),
            Map.of("balance", balance.toString(), "since", since.at().toString()));
      }
      events.publishEvent(new ArrearsOverdue(account, now));
      return Optional.empty();
    }
    int daysLeft = daysUp(Duration.between(now, locksAt));
    if (table.tell(account, since, stepOf(daysLeft), now)) {
      events.publishEvent(new ArrearsNotice(account, balance, since.at(), locksAt, daysLeft));
    }
    return Optional.of(nextStep(locksAt, now));
  }

  /** Arrears that took the payer away are over when the balance is not below zero since then. */
  private void giveBackWhatIsPaid(
      BillingAccountId account, WalletArrearsTable.@Nullable Since since, Instant now) {
    Long overdue = table.overdue(account).orElse(null);
    if (overdue != null && (since == null || since.number() != overdue)) {
      table.paid(account, now);
      audit.record(Actor.SYSTEM, "wallet.paid", account.value(), Map.of());
      events.publishEvent(new ArrearsPaid(account, now));
    }
  }

  /** The reminder that is due with so many days left; the first notice before all of them. */
  private int stepOf(int daysLeft) {
    return REMINDERS.stream()
        .filter(days -> days >= daysLeft)
        .reduce((_, last) -> last)
        .orElseGet(() -> daysUp(settings.arrearsAfter()) + 1);
  }

  private static Instant nextStep(Instant locksAt, Instant now) {
    return REMINDERS.stream()
        .map(days -> locksAt.minus(Duration.ofDays(days)))
        .filter(now::isBefore)
        .findFirst()
        .orElse(locksAt);
  }

  private static int daysUp(Duration duration) {
    long days = duration.toDays();
    return Math.toIntExact(duration.equals(Duration.ofDays(days)) ? days : days + 1);
  }
}
