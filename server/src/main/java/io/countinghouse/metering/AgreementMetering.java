package io.countinghouse.metering;

import io.countinghouse.billing.ReadingFailed;
import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.EndMoved;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.settlement.Bindings;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What an agreement's move means for what is reported to AWS; in the transaction of the move. */
@Component
class AgreementMetering {

  private final Readings readings;
  private final RecordMaker maker;
  private final RecordTable records;
  private final CarrySettlement settlement;
  private final Bindings bindings;
  private final Products products;
  private final Outbox outbox;
  private final FinalRecord finalRecord;
  private final FailedReadings failures;

  AgreementMetering(
      Readings readings,
      RecordMaker maker,
      RecordTable records,
      CarrySettlement settlement,
      Bindings bindings,
      Products products,
      Outbox outbox,
      FinalRecord finalRecord,
      FailedReadings failures) {
    this.readings = readings;
    this.maker = maker;
    this.records = records;
    this.settlement = settlement;
    this.bindings = bindings;
    this.products = products;
    this.outbox = outbox;
    this.finalRecord = finalRecord;
    this.failures = failures;
  }

  @EventListener
  @Order(AgreementMoved.Order.METERING)
  void on(AgreementMoved moved) {
    switch (moved.to().state()) {
      case ENDING -> end(moved.to(), moved.at());
      case ENDED -> finish(moved.to(), moved.at());
      case ACTIVE -> {
        if (moved.disprovesTheEnd()) {
          settlement.undoTheEnd(moved.to(), moved.at());
        }
      }
      case SUCCEEDED -> succeed(moved);
      case PENDING, FAILED -> {
        // Nothing is metered before an agreement is active.
      }
    }
  }

  @EventListener
  void on(ReadingFailed failed) {
    // The hour that a full reading closes.
    failures.note(failed.workspace(), Hour.containing(failed.asOf()).previous(), failed.why());
  }

  /** The deadline is another, and with it the last record's time. */
  @EventListener
  void on(EndMoved moved) {
    if (moved.agreement().periodStartedAt() != null) {
      putFinalRecord(moved.agreement());
    }
  }

  private void putFinalRecord(Agreement agreement) {
    outbox.put(Work.of(FinalRecord.KIND, agreement.id().value(), finalRecord.dueAt(agreement)));
  }

  /**
   * Everything owed goes out at once; one more record follows before the deadline. An end that
   * begins in the first minutes of an hour leaves the next hour only as many: if nothing is owed of
   * the running hour, it is the one whose record follows.
   */
  private void end(Agreement agreement, Instant at) {
    if (agreement.periodStartedAt() != null) {
      flush(agreement, at, finalRecord.canBeOf(Hour.containing(at), agreement));
      putFinalRecord(agreement);
    }
  }

  /**
   * Everything owed goes out at once, and nothing more after it: the rest moves to the successor,
   * with what an end, disproved now, left uncollected.
   */
  private void succeed(AgreementMoved moved) {
    Agreement agreement = moved.to();
    Instant period = agreement.periodStartedAt();
    if (period == null) {
      return;
    }
    AgreementState before = moved.from().state();
    boolean wasOver = before == AgreementState.ENDING || before == AgreementState.ENDED;
    if (wasOver && period.equals(moved.from().periodStartedAt())) {
      settlement.undoTheEnd(agreement, moved.at());
    }
    flush(agreement, moved.at(), false);
  }

  /**
   * A full reading, and the record of every missing hour, the running one included.
   *
   * @param onlyOwed whether the running hour gets one only if something of it is owed
   */
  private void flush(Agreement agreement, Instant at, boolean onlyOwed) {
    records.hurry(agreement.id());
    readings.readEach(bindings.workspacesOf(agreement.id()), at);
    Product product = products.get(agreement.productCode());
    Hour current = Hour.containing(at);
    Stream.iterate(
            firstMissing(agreement, product, at), hour -> hour.compareTo(current) < 0, Hour::next)
        .forEach(hour -> maker.make(agreement, hour, at));
    if (onlyOwed) {
      maker.makeOwed(agreement, current, at);
    } else {
      maker.make(agreement, current, at);
    }
    outbox.put(Work.of(Reporter.KIND, product.code(), at));
  }

  /**
   * The hour after the last record, or that of the period's start; never one that AWS takes no
   * more.
   */
  private Hour firstMissing(Agreement agreement, Product product, Instant at) {
    Hour started = Hour.containing(Objects.requireNonNull(agreement.periodStartedAt()));
    Hour oldest = product.oldestTaken(at);
    Hour afterLast = records.lastHour(agreement.id()).map(Hour::next).orElse(started);
    return Stream.of(started, oldest, afterLast).max(Hour::compareTo).orElseThrow();
  }

  /** What no record can carry any more is uncollected, or to be given back. */
  private void finish(Agreement agreement, Instant at) {
    readings.readEach(bindings.workspacesOf(agreement.id()), at);
    finalRecord.makeMissed(agreement, at);
    settlement.closeBooks(agreement, at);
    // Releasing the workspaces reads once more: what came between the two is settled after it.
    outbox.put(Work.of(Readings.SETTLE_CARRY, agreement.id().value(), at));
  }
}
