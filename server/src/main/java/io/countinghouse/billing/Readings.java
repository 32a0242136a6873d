package io.countinghouse.billing;

import io.countinghouse.billing.Posting.Charge;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.ReadingBeforeChange;
import io.countinghouse.usage.TouchedDay;
import io.countinghouse.usage.UsagePoints;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes readings (design, "Reading"): posts what is newly charged since the last one, to the payer
 * just before, and gives back what was charged too much.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Readings implements ReadingBeforeChange {

  private static final Logger log = LoggerFactory.getLogger(Readings.class);

  /**
   * Work that settles the carry of an agreement that got something back after it was done with; its
   * key is the agreement. Work of its own, for an agreement is locked before what a reading locks.
   */
  public static final String SETTLE_CARRY = "billing.settle-carry";

  private final UsagePoints points;
  private final Rating rating;
  private final PostingTable postings;
  private final ReadingMarks marks;
  private final BookAccruals books;
  private final WalletAccruals wallets;
  private final SpendLimits limits;
  private final Outbox outbox;
  private final BusinessClock clock;
  private final MeterRegistry meters;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate nested;

  Readings(
      UsagePoints points,
      Rating rating,
      PostingTable postings,
      ReadingMarks marks,
      BookAccruals books,
      WalletAccruals wallets,
      SpendLimits limits,
      Outbox outbox,
      BusinessClock clock,
      MeterRegistry meters,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions) {
    this.points = points;
    this.rating = rating;
    this.postings = postings;
    this.marks = marks;
    this.books = books;
    this.wallets = wallets;
    this.limits = limits;
    this.outbox = outbox;
    this.clock = clock;
    this.meters = meters;
    this.events = events;
    this.nested = new TransactionTemplate(transactions);
    this.nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
  }

  /**
   * A closing reading: counts the hours up to the end of one. A workspace whose hour was closed
   * before is left out; what came for it since falls to its next reading.
   */
  public void close(Collection<WorkspaceId> workspaces, Hour hour) {
    closeOpen(marks.open(workspaces, hour.end()), hour);
  }

  /** Notes that the closing readings of an hour are taken: it is closed for all workspaces. */
  public void closed(Hour hour) {
    marks.closed(hour.end());
  }

  /**
   * A full reading: closes the hours still open, then counts all that was received. What came in a
   * later hour already, while it waited or by another node's clock, is its next reading's.
   */
  @Override
  public void readFully(Collection<WorkspaceId> workspaces, Instant asOf) {
    if (!workspaces.isEmpty()) {
      Hour before = Hour.containing(asOf).previous();
      closeOpen(marks.close(workspaces, before.end()), before);
      read(workspaces, Hour.containing(asOf).end(), asOf);
    }
  }

  private void closeOpen(List<WorkspaceId> open, Hour hour) {
    if (!open.isEmpty()) {
      read(open, hour.end(), hour.end());
    }
  }

  @Override
  public void readEach(Collection<WorkspaceId> workspaces, Instant asOf) {
    Map<WorkspaceId, RuntimeException> failed = new LinkedHashMap<>();
    marks.keepOutClosingReadings();
    readEach(List.copyOf(workspaces), asOf, failed);
    if (failed.size() > 1 && failed.size() == workspaces.size()) {
      // It is not the workspaces.
      throw failed.values().iterator().next();
    }
    failed.forEach((workspace, why) -> {
      log.error("the reading of {} as of {} failed", workspace, asOf, why);
      events.publishEvent(new ReadingFailed(workspace, asOf, why));
    });
  }

  private void readEach(
      List<WorkspaceId> workspaces, Instant asOf, Map<WorkspaceId, RuntimeException> failed) {
    try {
      nested.executeWithoutResult(_ -> readFully(workspaces, asOf));
    } catch (TransientDataAccessException e) {
      throw e;
    } catch (RuntimeException e) {
      if (workspaces.size() == 1) {
        failed.put(workspaces.getFirst(), e);
        return;
      }
      int middle = workspaces.size() / 2;
      readEach(workspaces.subList(0, middle), asOf, failed);
      readEach(workspaces.subList(middle, workspaces.size()), asOf, failed);
    }
  }

  private void read(Collection<WorkspaceId> workspaces, Instant before, Instant asOf) {
    UsagePoints.LockedDays locked = points.lockTouchedDays(workspaces);
    List<TouchedDay> days = locked.days();
    if (days.isEmpty()) {
      return;
    }
    UsagePoints.DayTotals counted = points.dayTotals(days, before);
    Rating.Found found = rating.newlyPosted(days, counted.totals(), asOf);
    if (!found.postings().isEmpty()) {
      postings.store(found.postings(), asOf);
      accrue(found.postings(), asOf);
      countUncharged(found.postings());
      limits.look(found.postings().stream().map(it -> it.of().day()).distinct().toList(), asOf);
    }
    found
        .creditedBefore()
        .forEach(agreement -> outbox.put(Work.of(SETTLE_CARRY, agreement.value(), clock.now())));
    points.settle(locked, counted.beyond());
  }

  private void accrue(List<Posting> found, Instant asOf) {
    List<BookAccruals.Accrued> accrued = new ArrayList<>();
    for (Posting posting : found) {
      if (posting.charge() instanceof Charge.Paid paid) {
        Money amount = Money.of(posting.amount(), paid.currency());
        WorkspaceId workspace = posting.of().day().workspace();
        paid.book()
            .ifPresent(book -> accrued.add(new BookAccruals.Accrued(book, workspace, amount)));
      }
    }
    books.store(accrued, EntryCause.reading(), asOf);
    List<WalletAccruals.Accrual> ofWallets = ofWallets(found);
    if (!ofWallets.isEmpty()) {
      wallets.accrued(ofWallets, asOf);
    }
  }

  /** What billing accounts are charged themselves, by workspace and day. */
  private static List<WalletAccruals.Accrual> ofWallets(List<Posting> found) {
    Map<Payer.BillingCenter, Map<TouchedDay, Money>> accrued = new LinkedHashMap<>();
    for (Posting posting : found) {
      if (posting.charge() instanceof Charge.Paid paid
          && paid.payer() instanceof Payer.BillingCenter account) {
        accrued
            .computeIfAbsent(account, _ -> new LinkedHashMap<>())
            .merge(posting.of().day(), Money.of(posting.amount(), paid.currency()), Money::plus);
      }
    }
    List<WalletAccruals.Accrual> accruals = new ArrayList<>();
    accrued.forEach((account, days) ->
        days.forEach((day, amount) -> {
          if (amount.signum() != 0) {
            accruals.add(
                new WalletAccruals.Accrual(
                    account.billingAccount(), day.workspace(), day.day(), amount));
          }
        }));
    return accruals;
  }

  /** For an alarm: it is listed in {@link UnchargedUsage}. */
  private void countUncharged(List<Posting> found) {
    for (Posting posting : found) {
      if (posting.charge() instanceof Charge.Nobody(UnchargedUsage.Reason reason)
          && posting.units().signum() > 0) {
        meters.counter("countinghouse.postings.uncharged", "reason", reason.name()).increment();
        if (reason == UnchargedUsage.Reason.NO_PRICE) {
          log.error("there is no price for the usage of {}", posting.of());
        }
      }
    }
  }
}
