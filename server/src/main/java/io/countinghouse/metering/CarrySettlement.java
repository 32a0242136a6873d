package io.countinghouse.metering;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.billing.Account;
import io.countinghouse.billing.Book;
import io.countinghouse.billing.Books;
import io.countinghouse.billing.EntryCause;
import io.countinghouse.billing.Readings;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.Comparator;
import java.util.Currency;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Settles the carry of an agreement whose records are all made: what is still owed is uncollected,
 * what is owed to the customer becomes a refund case, and what belongs to a renewed agreement goes
 * to the one that followed it.
 */
@Component
class CarrySettlement implements WorkHandler {

  private final Agreements agreements;
  private final Books books;
  private final RefundCases refundCases;
  private final CarryHandOver handOver;
  private final RecordTable records;
  private final AllocationTable allocations;
  private final Products products;
  private final AuditTrail audit;
  private final Outbox outbox;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  CarrySettlement(
      Agreements agreements,
      Books books,
      RefundCases refundCases,
      CarryHandOver handOver,
      RecordTable records,
      AllocationTable allocations,
      Products products,
      AuditTrail audit,
      Outbox outbox,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.agreements = agreements;
    this.books = books;
    this.refundCases = refundCases;
    this.handOver = handOver;
    this.records = records;
    this.allocations = allocations;
    this.products = products;
    this.audit = audit;
    this.outbox = outbox;
    this.tx = tx;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return Readings.SETTLE_CARRY;
  }

  @Override
  public Outcome handle(Work work) {
    tx.executeWithoutResult(_ -> settle(new AgreementId(work.key())));
    return new Outcome.Done();
  }

  private void settle(AgreementId id) {
    // Both are locked in the order of their ids, as a hand-over locks them.
    Optional<AgreementId> successor =
        agreements.find(id).flatMap(found -> Optional.ofNullable(found.successor()));
    Stream.concat(Stream.of(id), successor.stream())
        .sorted(Comparator.comparing(AgreementId::value))
        .forEach(agreements::lock);
    settle(agreements.lock(id), clock.now());
  }

  /** What cannot stay in the carry leaves it; in the caller's transaction, under the row's lock. */
  private void settle(Agreement locked, Instant at) {
    switch (locked.state()) {
      case ENDED, FAILED -> {
        takeBackCases(locked, at);
        closeBooks(locked, at);
      }
      case SUCCEEDED -> {
        AgreementId successor = locked.successor();
        if (successor != null) {
          handOver.handOver(locked, agreements.lock(successor), at);
          outbox.put(Work.of(Readings.SETTLE_CARRY, successor.value(), at));
        }
      }
      case PENDING, ACTIVE, ENDING -> {
        // Its next record takes it.
      }
    }
  }

  /** What no record can carry any more is uncollected, or to be given back. */
  void closeBooks(Agreement locked, Instant at) {
    books
        .carries(locked.id(), currencyOf(locked))
        .forEach((book, rest) -> {
          if (rest.signum() > 0) {
            lose(book, rest, endOf(locked), at);
          } else if (rest.signum() < 0) {
            giveBack(locked, book, Money.zero(rest.currency()).minus(rest), at);
          }
        });
  }

  private void lose(Book book, Money lost, Cause<EntryCause> end, Instant at) {
    books.move(book, Account.CARRY, Account.UNCOLLECTED, lost, end, at);
    record("carry.uncollected", book, lost, end);
  }

  private void regain(Book book, Money lost, Cause<EntryCause> end, Instant at) {
    if (lost.signum() != 0) {
      books.move(book, Account.UNCOLLECTED, Account.CARRY, lost, end, at);
      record("carry.uncollected-returned", book, lost, end);
    }
  }

  private void record(String action, Book book, Money amount, Cause<EntryCause> end) {
    audit.record(
        Actor.SYSTEM,
        action,
        book.agreement().value(),
        Map.of("dimension", book.dimension(), "amount", amount.toString(), "reason", end.stored()));
  }

  /** First what this very end left uncollected is owed no more: the customer never paid it. */
  private void giveBack(Agreement locked, Book book, Money owed, Instant at) {
    Cause<EntryCause> end = endOf(locked);
    Money uncollected =
        books
            .uncollected(locked.id(), end, owed.currency())
            .getOrDefault(book, Money.zero(owed.currency()));
    Money forgiven = uncollected.minus(owed).signum() < 0 ? uncollected : owed;
    regain(book, forgiven, end, at);
    Money left = owed.minus(forgiven);
    if (left.signum() > 0) {
      refundCases.open(book, Account.CARRY, left, end, Actor.SYSTEM, null, at);
    }
  }

  /**
   * A record may be written off after the end: what was to be given back by then was never paid in
   * the first place, so it goes back to the carry, which is settled anew.
   */
  private void takeBackCases(Agreement locked, Instant at) {
    Cause<EntryCause> end = endOf(locked);
    Map<Book, Money> uncollected = books.uncollected(locked.id(), end, currencyOf(locked));
    refundCases.giveBack(
        locked.id(),
        end,
        book -> {
          Money lost = uncollected.get(book);
          return lost != null && lost.signum() > 0;
        },
        at);
  }

  /**
   * What this end left uncollected is owed again, with the records it wrote off, and what it was to
   * give back the carry takes off; earlier periods stay, and so do cases that a person closed.
   */
  void undoTheEnd(Agreement locked, Instant at) {
    Cause<EntryCause> end = endOf(locked);
    books
        .uncollected(locked.id(), end, currencyOf(locked))
        .forEach((book, lost) -> regain(book, lost, end, at));
    refundCases.giveBack(locked.id(), end, _ -> true, at);
    records
        .returnWrittenOff(locked.id(), Objects.requireNonNull(locked.periodStartedAt()))
        .forEach(allocations::returned);
  }

  /** The cause under which the books keep what the end of a period left. */
  static Cause<EntryCause> endOf(Agreement agreement) {
    return EntryCause.periodEnd(Objects.requireNonNull(agreement.periodStartedAt()));
  }

  private Currency currencyOf(Agreement agreement) {
    return products.get(agreement.productCode()).currency();
  }
}
