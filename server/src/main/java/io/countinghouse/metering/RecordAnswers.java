package io.countinghouse.metering;

import io.countinghouse.billing.Account;
import io.countinghouse.billing.Books;
import io.countinghouse.billing.EntryCause;
import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.metering.RecordTable.OnItsWay;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Settles records by what AWS answered, in the books too, in one transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class RecordAnswers {

  private static final Logger log = LoggerFactory.getLogger(RecordAnswers.class);

  /** Beside AWS's own codes: AWS takes no record of that age, so it was not asked. */
  private static final String BEYOND_THE_WINDOW = "TooOld";

  private static final String NOT_SUBSCRIBED = "CustomerNotSubscribed";

  /** AWS may have it after all, for all that it says now. */
  private static final String UNANSWERED_THEN = "sent, never answered, then ";

  /** AWS does not take the allocations; the last is no name of its model (facts, C9). */
  private static final Set<String> ALLOCATIONS =
      Set.of("InvalidTagException", "InvalidUsageAllocationsException", "TooManyTagsException");

  private static final String TOO_OLD = "TimestampOutOfBoundsException";

  private final RecordTable records;
  private final AllocationTable allocations;
  private final Books books;
  private final Agreements agreements;
  private final Outbox outbox;
  private final MeteringSettings settings;

  RecordAnswers(
      RecordTable records,
      AllocationTable allocations,
      Books books,
      Agreements agreements,
      Outbox outbox,
      MeteringSettings settings) {
    this.records = records;
    this.allocations = allocations;
    this.books = books;
    this.agreements = agreements;
    this.outbox = outbox;
    this.settings = settings;
  }

  /** Notes in the books that records are being sent; those sent before are there already. */
  void sent(List<OnItsWay> claimed, Instant now) {
    for (OnItsWay record : claimed) {
      if (record.state() == RecordState.DUE) {
        move(record, Account.DUE, Account.SENT, now);
      }
    }
  }

  /** Settles the records of a call, in the order in which they were sent. */
  void settle(List<OnItsWay> sent, CallAnswer answer, long call, Instant now) {
    // Agreements before records, in one order everywhere.
    sent.stream().map(OnItsWay::agreement).distinct().sorted(byId()).forEach(agreements::lock);
    for (int i = 0; i < sent.size(); i++) {
      OnItsWay record = sent.get(i);
      switch (answer) {
        case CallAnswer.Answered answered -> settle(record, answered.records().get(i), call, now);
        case CallAnswer.Rejected rejected -> rejected(record, rejected.error(), call, now);
        case CallAnswer.Throttled _ -> backToDue(record, call, now);
        case CallAnswer.Misconfigured _ -> backToDue(record, call, now);
        case CallAnswer.NotSent _ -> backToDue(record, call, now);
        case CallAnswer.Unanswered _ -> unanswered(record, call, now);
      }
    }
  }

  private static Comparator<AgreementId> byId() {
    return Comparator.comparing(AgreementId::value);
  }

  private void settle(OnItsWay record, RecordAnswer answer, long call, Instant now) {
    switch (answer) {
      case RecordAnswer.Accepted(String receipt) -> accepted(record, receipt, null, now);
      case RecordAnswer.NotSubscribed() -> notSubscribed(record, now);
      case RecordAnswer.Duplicate(String receipt) -> duplicate(record, receipt, now);
      case RecordAnswer.Unprocessed() -> backToDue(record, call, now);
      case RecordAnswer.Unclear(String detail) -> {
        log.error("AWS's answer to record {} is unclear: {}", record.id(), detail);
        unanswered(record, call, now);
      }
    }
  }

  private void accepted(
      OnItsWay record, @Nullable String receipt, @Nullable String reason, Instant now) {
    records.settle(record, RecordState.ACCEPTED, reason, null, receipt, now);
    move(record, Account.SENT, Account.ACCEPTED, now);
  }

  /**
   * AWS has no subscription: an ending agreement ends by it, soon, and the amount is uncollected,
   * unless an earlier attempt may have been taken.
   */
  private void notSubscribed(OnItsWay record, Instant now) {
    log.error(
        "AWS refused record {} of agreement {}: not subscribed", record.id(), record.agreement());
    if (record.unanswered()) {
      // AWS may have taken an earlier attempt, and judges each anew.
      unknown(record, UNANSWERED_THEN + NOT_SUBSCRIBED, now);
    } else {
      refused(record, NOT_SUBSCRIBED, now);
    }
    agreements.refusedAsNotSubscribed(record.agreement(), record.id());
  }

  private void refused(OnItsWay record, String reason, Instant now) {
    Agreement agreement = agreements.lock(record.agreement());
    // Only AWS's word that there is no subscription writes off by itself; the rest a person
    // decides.
    boolean over =
        switch (agreement.state()) {
          case ENDING -> reason.equals(NOT_SUBSCRIBED);
          case ENDED, FAILED -> true;
          case PENDING, ACTIVE, SUCCEEDED -> false;
        };
    if (over) {
      records.writeOff(record, RecordState.REFUSED, reason, periodOf(agreement), now);
    } else {
      records.settle(record, RecordState.REFUSED, reason, null, null, now);
    }
    move(record, Account.SENT, Account.REFUSED, now);
    if (over) {
      writeOff(record, Account.REFUSED, agreement, now);
    }
  }

  /**
   * AWS holds a record of this key. If an earlier attempt of these very bytes went out, that is the
   * one (facts, C5); otherwise somebody else's quantity is billed and a person must look.
   */
  private void duplicate(OnItsWay record, @Nullable String receipt, Instant now) {
    if (record.unanswered()) {
      accepted(record, receipt, "DuplicateRecord of our own earlier attempt", now);
      return;
    }
    log.error("AWS holds another record for the key of record {}", record.id());
    records.settle(record, RecordState.DISPUTED, "DuplicateRecord", null, receipt, now);
    move(record, Account.SENT, Account.DISPUTED, now);
  }

  private void rejected(OnItsWay record, String error, long call, Instant now) {
    log.error("AWS rejects record {}: {}", record.id(), error);
    if (ALLOCATIONS.contains(error) && !record.untagged()) {
      // AWS took nothing of the call, and the key and the quantity stay (ADR 14).
      records.withoutAllocations(record, error);
      tryAgain(record, now, now);
    } else if (error.equals(TOO_OLD)) {
      tooOldForAws(record, error, now);
    } else if (record.unanswered()) {
      // AWS may have an earlier attempt: only its age ends it.
      unanswered(record, call, now);
    } else {
      refused(record, error, now);
    }
  }

  /** Trying again helps no more: what AWS may have of it is for a person to see. */
  private void tooOldForAws(OnItsWay record, String error, Instant now) {
    if (record.unanswered()) {
      unknown(record, UNANSWERED_THEN + error, now);
    } else {
      expired(record, Account.SENT, error, now);
    }
  }

  private void backToDue(OnItsWay record, long call, Instant now) {
    tryAgain(record, now.plus(settings.pauseAfter(record.attempts(), call)), now);
  }

  /** AWS did not take this attempt: due again, unless an earlier one is unanswered. */
  private void tryAgain(OnItsWay record, Instant next, Instant now) {
    if (record.unanswered()) {
      records.retry(record, RecordState.SENT, true, next);
    } else {
      records.retry(record, RecordState.DUE, false, next);
      move(record, Account.SENT, Account.DUE, now);
    }
  }

  private void unanswered(OnItsWay record, long call, Instant now) {
    Instant next = now.plus(settings.pauseAfter(record.attempts(), call));
    records.retry(record, RecordState.SENT, true, next);
  }

  /**
   * Settles records of an agreement that AWS takes no more, under the agreement's row lock: never
   * sent, they expire; sent without an answer, nobody knows.
   */
  void tooOld(List<OnItsWay> old, Instant now) {
    for (OnItsWay record : old) {
      log.error("record {} of {} is too old for AWS", record.id(), record.hour());
      if (record.state() == RecordState.DUE) {
        expired(record, Account.DUE, BEYOND_THE_WINDOW, now);
      } else {
        unknown(record, "sent, never answered, too old", now);
      }
    }
  }

  private void unknown(OnItsWay record, String reason, Instant now) {
    records.settle(record, RecordState.UNKNOWN, reason, null, null, now);
    move(record, Account.SENT, Account.UNKNOWN, now);
  }

  private void expired(OnItsWay record, Account from, String reason, Instant now) {
    Agreement agreement = agreements.lock(record.agreement());
    if (agreement.state().isMetered()) {
      records.settle(record, RecordState.EXPIRED, reason, "RETURNED", null, now);
      move(record, from, Account.CARRY, now);
      allocations.returned(record.id());
    } else {
      records.writeOff(record, RecordState.EXPIRED, reason, periodOf(agreement), now);
      writeOff(record, from, agreement, now);
    }
  }

  private static Instant periodOf(Agreement agreement) {
    return Objects.requireNonNull(agreement.periodStartedAt());
  }

  private void writeOff(OnItsWay record, Account from, Agreement agreement, Instant now) {
    books.move(
        record.book(),
        from,
        Account.UNCOLLECTED,
        record.amount(),
        CarrySettlement.endOf(agreement),
        now);
    // An end that is over has settled its carry without this; one to come will see it.
    outbox.put(Work.of(Readings.SETTLE_CARRY, agreement.id().value(), now));
  }

  private void move(OnItsWay record, Account from, Account to, Instant now) {
    books.move(record.book(), from, to, record.amount(), EntryCause.record(record.id()), now);
  }
}
