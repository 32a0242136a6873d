package io.countinghouse.billing;

import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Books and readings that break a rule each. */
public final class BrokenBooks {

  private BrokenBooks() {}

  /** Counts the postings of an hour only: what was left of the hours before is lost. */
  public static class LosingACarry extends Books {

    LosingACarry(JdbcClient jdbc, RunningSums sums) {
      super(jdbc, sums);
    }

    @Override
    public Money carryOf(Book book, Instant until, Currency currency) {
      Money all = super.carryOf(book, until, currency);
      return all.minus(super.carryOf(book, new Hour(until).previous().start(), currency));
    }
  }

  /** Forgets what comes back from a record that AWS never took. */
  public static class ForgettingAReturnedAmount extends Books {

    ForgettingAReturnedAmount(JdbcClient jdbc, RunningSums sums) {
      super(jdbc, sums);
    }

    @Override
    public void move(
        Book book, Account from, Account to, Money amount, Cause<EntryCause> cause, Instant at) {
      if (from != Account.DUE || to != Account.CARRY) {
        super.move(book, from, to, amount, cause, at);
      }
    }
  }

  /** Reads hours again that a full reading has closed. */
  public static class ReadingClosedHoursAgain extends ReadingMarks {

    ReadingClosedHoursAgain(JdbcClient jdbc) {
      super(jdbc);
    }

    @Override
    List<WorkspaceId> open(Collection<WorkspaceId> workspaces, Instant hourEnd) {
      super.open(workspaces, hourEnd);
      return List.copyOf(workspaces);
    }
  }
}
