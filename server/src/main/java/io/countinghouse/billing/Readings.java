package io.countinghouse.billing;

import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.ReadingBeforeChange;
import io.countinghouse.usage.TouchedDay;
import io.countinghouse.usage.UsagePoints;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes readings (design, "Reading"): posts what is newly charged since the last one, to the payer
 * just before.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Readings implements ReadingBeforeChange {

  private final UsagePoints points;
  private final Rating rating;
  private final PostingTable postings;
  private final Books books;

  Readings(UsagePoints points, Rating rating, PostingTable postings, Books books) {
    this.points = points;
    this.rating = rating;
    this.postings = postings;
    this.books = books;
  }

  /**
   * A closing reading: counts the hours up to the end of one. A workspace whose hour was closed
   * before is left out; what came for it since falls to its next reading.
   */
  public void close(Collection<WorkspaceId> workspaces, Hour hour) {
    Set<WorkspaceId> open = new HashSet<>(workspaces);
    open.removeAll(postings.closedUntil(workspaces, hour.end()));
    if (!open.isEmpty()) {
      read(open, hour.end(), hour.end());
      postings.markClosed(open, hour.end());
    }
  }

  /** A full reading: closes the hours still open, then counts all that was received. */
  @Override
  public void readFully(Collection<WorkspaceId> workspaces, Instant asOf) {
    if (!workspaces.isEmpty()) {
      close(workspaces, Hour.containing(asOf).previous());
      read(workspaces, Instant.MAX, asOf);
    }
  }

  private void read(Collection<WorkspaceId> workspaces, Instant before, Instant asOf) {
    List<TouchedDay> days = points.lockTouchedDays(workspaces);
    if (days.isEmpty()) {
      return;
    }
    List<Posting> found = rating.newlyCharged(days, points.dayTotals(days, before), asOf);
    postings.store(found);
    accrue(found, asOf);
    Set<TouchedDay> counted = new HashSet<>(days);
    counted.removeAll(points.withPointsFrom(days, before));
    points.settle(counted);
  }

  private void accrue(List<Posting> found, Instant asOf) {
    Map<Book, Money> accrued = new HashMap<>();
    for (Posting posting : found) {
      Posting.Charge charge = posting.charge();
      if (charge != null
          && charge.dimension() != null
          && charge.payer() instanceof Payer.CloudAccount account) {
        accrued.merge(
            new Book(account.agreement(), charge.dimension()),
            Money.of(posting.amount(), charge.currency()),
            Money::plus);
      }
    }
    accrued.forEach((book, amount) -> {
      if (amount.signum() < 0) {
        books.move(book, Account.CARRY, Account.ACCRUED, negated(amount), "reading", asOf);
      } else {
        books.move(book, Account.ACCRUED, Account.CARRY, amount, "reading", asOf);
      }
    });
  }

  private static Money negated(Money amount) {
    return Money.zero(amount.currency()).minus(amount);
  }
}
