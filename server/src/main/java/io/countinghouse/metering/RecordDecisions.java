package io.countinghouse.metering;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.billing.Account;
import io.countinghouse.billing.Book;
import io.countinghouse.billing.Books;
import io.countinghouse.billing.EntryCause;
import io.countinghouse.billing.Readings;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a person decides about an amount that AWS did not take, or holds otherwise: once for each
 * record, in the books, and written down with the reason. Within the caller's transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class RecordDecisions {

  private final RecordDetails details;
  private final AllocationTable allocations;
  private final Agreements agreements;
  private final Books books;
  private final RefundCases refundCases;
  private final Outbox outbox;
  private final AuditTrail audit;
  private final BusinessClock clock;
  private final JdbcClient jdbc;

  RecordDecisions(
      RecordDetails details,
      AllocationTable allocations,
      Agreements agreements,
      Books books,
      RefundCases refundCases,
      Outbox outbox,
      AuditTrail audit,
      BusinessClock clock,
      JdbcClient jdbc) {
    this.details = details;
    this.allocations = allocations;
    this.agreements = agreements;
    this.books = books;
    this.refundCases = refundCases;
    this.outbox = outbox;
    this.audit = audit;
    this.clock = clock;
    this.jdbc = jdbc;
  }

  /** What a person may decide. */
  public enum Choice {
    /** The amount is owed again, and the next record takes it. */
    RETURNED,
    /** Handled outside, or given up: nobody is charged for it. */
    HANDLED,
    /** AWS charged more for it than is owed: some is to be given back. */
    REFUND_CASE
  }

  /**
   * A decision.
   *
   * @param version of the record that the person saw
   * @param refund what is to be given back, above 0; looked at only for a refund case
   * @param reason why, for people
   */
  public record Decision(
      String record, long version, Choice choice, Money refund, Actor actor, String reason) {}

  /** What came of a decision. */
  public enum Outcome {
    DONE,
    /** The record changed since the person saw it. */
    CHANGED,
    /** The record, or its agreement, does not allow it. */
    FORBIDDEN
  }

  /**
   * What may be decided about a record now: nothing unless AWS refused or disputes it, or nobody
   * knows, and nobody decided yet. Only an agreement that still gets records, or hands over to one
   * that does, can be owed it again.
   */
  public Set<Choice> choices(MeteringRecord record) {
    boolean open =
        switch (record.state()) {
          case REFUSED, DISPUTED, UNKNOWN -> record.resolution() == null;
          case DUE, SENT, ACCEPTED, EXPIRED, WITHHELD -> false;
        };
    if (!open) {
      return EnumSet.noneOf(Choice.class);
    }
    Agreement agreement = agreements.find(record.agreement()).orElseThrow();
    boolean owes = agreement.state().isMetered() || agreement.state() == AgreementState.SUCCEEDED;
    return owes ? EnumSet.allOf(Choice.class) : EnumSet.of(Choice.HANDLED, Choice.REFUND_CASE);
  }

  /** Decides, unless the record is no longer as the person saw it. */
  public Outcome decide(Decision decision) {
    Optional<RecordDetails.Detail> seen = details.find(decision.record());
    if (seen.isEmpty()) {
      return Outcome.FORBIDDEN;
    }
    // The agreement before its records, as everywhere.
    agreements.lock(seen.get().record().agreement());
    MeteringRecord record = details.find(decision.record()).orElseThrow().record();
    if (!choices(record).contains(decision.choice())) {
      return record.resolution() == null ? Outcome.FORBIDDEN : Outcome.CHANGED;
    }
    Instant now = clock.now();
    if (!stored(decision, now)) {
      return Outcome.CHANGED;
    }
    book(decision, record, now);
    record(decision, record);
    return Outcome.DONE;
  }

  private void record(Decision decision, MeteringRecord record) {
    Map<String, String> details = new HashMap<>();
    details.put("agreement", record.agreement().value());
    details.put("choice", decision.choice().name());
    details.put("amount", record.amount().toString());
    details.put("reason", decision.reason());
    if (decision.choice() == Choice.REFUND_CASE) {
      details.put("refund", decision.refund().toString());
    }
    audit.record(decision.actor(), "record.decided", record.id(), details);
  }

  private boolean stored(Decision decision, Instant now) {
    return jdbc.sql(
                """
                UPDATE metering.record
                   SET resolution = :choice, decided_by = :actor, decided_at = :now, decision = :reason,
                       version = version + 1
                 WHERE id = :id AND version = :version\
                """)
            .param("choice", decision.choice().name())
            .param("actor", decision.actor().id())
            .param("now", SqlTime.utc(now))
            .param("reason", decision.reason())
            .param("id", decision.record())
            .param("version", decision.version())
            .update()
        == 1;
  }

  private void book(Decision decision, MeteringRecord record, Instant now) {
    Book book = new Book(record.agreement(), record.dimension());
    Account from = accountOf(record.state());
    Cause<EntryCause> cause = EntryCause.decision(record.id());
    switch (decision.choice()) {
      case RETURNED -> {
        books.move(book, from, Account.CARRY, record.amount(), cause, now);
        allocations.returned(record.id());
        // Of a renewed agreement it goes on to the one that follows.
        outbox.put(Work.of(Readings.SETTLE_CARRY, record.agreement().value(), now));
      }
      case HANDLED -> books.move(book, from, Account.UNCOLLECTED, record.amount(), cause, now);
      case REFUND_CASE -> {
        // None of our records charged either amount: the books call both uncollected.
        books.move(book, from, Account.UNCOLLECTED, record.amount(), cause, now);
        refundCases.open(
            book,
            Account.UNCOLLECTED,
            decision.refund(),
            cause,
            decision.actor(),
            decision.reason(),
            now);
      }
    }
  }

  /** Where the books keep the amount of a record. */
  static Account accountOf(RecordState state) {
    return switch (state) {
      case DUE -> Account.DUE;
      case SENT -> Account.SENT;
      case ACCEPTED -> Account.ACCEPTED;
      case REFUSED -> Account.REFUSED;
      case DISPUTED -> Account.DISPUTED;
      case UNKNOWN -> Account.UNKNOWN;
      case WITHHELD -> Account.WITHHELD;
      case EXPIRED -> Account.UNCOLLECTED;
    };
  }
}
