package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the record of an hour that could not be made when the hour closed. */
@Component
class MissedRecord implements WorkHandler {

  static final String KIND = "metering.make-record";

  private final Agreements agreements;
  private final RecordMaker maker;
  private final Outbox outbox;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  MissedRecord(
      Agreements agreements,
      RecordMaker maker,
      Outbox outbox,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.agreements = agreements;
    this.maker = maker;
    this.outbox = outbox;
    this.tx = tx;
    this.clock = clock;
  }

  /** Keeps for later that a record is missing, in the caller's transaction. */
  void put(AgreementId agreement, Hour hour, Instant now) {
    outbox.put(
        new Work(
            KIND,
            agreement + " " + hour,
            Map.of("agreement", agreement.value(), "hour", hour.toString()),
            now.plusSeconds(1)));
  }

  /** Makes the record of an active agreement, in the caller's transaction. */
  void make(AgreementId id, Hour hour) {
    Agreement agreement = agreements.lock(id);
    if (agreement.state() == AgreementState.ACTIVE) {
      maker.make(agreement, hour, clock.now());
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    AgreementId agreement = new AgreementId(work.value("agreement"));
    Hour hour = new Hour(Instant.parse(work.value("hour")));
    tx.executeWithoutResult(_ -> make(agreement, hour));
    return new Outcome.Done();
  }
}
