package io.countinghouse.billing;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Opens and closes refund cases, in the books and the audit trail too (product facts, 9); within
 * the caller's transaction, under the agreement's row lock where one is opened or returned.
 */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class RefundCases {

  private static final int WORDS_MAX = 500;

  private final RefundCaseTable table;
  private final Books books;
  private final AuditTrail audit;
  private final BusinessClock clock;

  RefundCases(RefundCaseTable table, Books books, AuditTrail audit, BusinessClock clock) {
    this.table = table;
    this.books = books;
    this.audit = audit;
    this.clock = clock;
  }

  /** What came of closing a case. */
  public enum Closing {
    CLOSED,
    /** There is no such case. */
    UNKNOWN,
    /** Somebody closed it before, or it was booked back: only the audit trail keeps the words. */
    NOT_OPEN
  }

  /** The open cases of one currency. */
  public record OpenSum(long cases, Money amount) {}

  /**
   * Opens a case; what is to be given back leaves the books of what the customer owes.
   *
   * @param raised the account that holds too little and rises by the amount, such as a carry below
   *     zero
   * @param amount above 0
   * @param cause under which the books keep it; {@link #giveBack} finds it by that
   * @param opener the person who opened it, or the system
   * @param reason what the person said; empty if it was the server
   * @return its id
   */
  public String open(
      Book book,
      Account raised,
      Money amount,
      Cause<EntryCause> cause,
      Actor opener,
      @Nullable String reason,
      Instant at) {
    String id = Ids.next("refund");
    table.insert(id, book, amount, cause, reason, at);
    books.move(book, Account.REFUND_CASES, raised, amount, cause, at);
    audit.record(
        opener,
        "refund-case.opened",
        book.agreement().value(),
        Map.of(
            "case",
            id,
            "amount",
            amount.toString(),
            "reason",
            reason == null ? cause.stored() : reason));
    return id;
  }

  /**
   * Books the open cases of a cause back to the carry: what opened them turned out to be none.
   *
   * @param which whether the cases of a book are meant
   */
  public void giveBack(
      AgreementId agreement, Cause<EntryCause> cause, Predicate<Book> which, Instant at) {
    List<RefundCase> cases = table.openOf(agreement, cause);
    for (RefundCase open : cases.stream().filter(it -> which.test(it.book())).toList()) {
      table.end(open.id(), RefundCase.State.RETURNED, Actor.SYSTEM.id(), null, null, at);
      books.move(open.book(), Account.CARRY, Account.REFUND_CASES, open.amount(), cause, at);
      audit.record(
          Actor.SYSTEM, "refund-case.returned", agreement.value(), Map.of("case", open.id()));
    }
  }

  /**
   * Closes an open case: a person gave the amount back outside. The books stay as they are.
   *
   * @param reference AWS's billing adjustment, or the ticket of the operator in China
   * @param note what the person says to it
   * @throws IllegalArgumentException if one of the two is blank or longer than 500 characters
   */
  public Closing close(String id, String reference, String note, Actor actor) {
    String checkedReference = checked(reference);
    String checkedNote = checked(note);
    RefundCase found = table.lock(id).orElse(null);
    if (found == null) {
      return Closing.UNKNOWN;
    }
    boolean open = found.state() == RefundCase.State.OPEN;
    if (open) {
      table.end(
          id, RefundCase.State.CLOSED, actor.id(), checkedReference, checkedNote, clock.now());
    }
    // A reference that comes too late is kept here: the money may have been given back twice.
    audit.record(
        actor,
        open ? "refund-case.closed" : "refund-case.close-refused",
        found.book().agreement().value(),
        Map.of(
            "case",
            id,
            "amount",
            found.amount().toString(),
            "reference",
            checkedReference,
            "note",
            checkedNote));
    return open ? Closing.CLOSED : Closing.NOT_OPEN;
  }

  public Optional<RefundCase> find(String id) {
    return table.find(id);
  }

  /** The cases of an agreement: the open ones, then the others, each opened last first. */
  public List<RefundCase> of(AgreementId agreement, int limit) {
    return table.of(agreement, limit);
  }

  /** The open cases of all agreements, the one opened first on top. */
  public List<RefundCase> open(int limit) {
    return table.open(limit);
  }

  /** How many are open and what they add up to, by currency. */
  public List<OpenSum> openSums() {
    return table.openSums();
  }

  private static String checked(String words) {
    String checked = words.strip();
    if (checked.isEmpty() || checked.length() > WORDS_MAX) {
      throw new IllegalArgumentException("words of 1 to 500 characters, please");
    }
    return checked;
  }
}
