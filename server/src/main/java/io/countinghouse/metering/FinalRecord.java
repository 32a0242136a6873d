package io.countinghouse.metering;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.settlement.Bindings;
import java.time.Instant;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The one more record of an ending agreement: what still came in its last hour. */
@Component
class FinalRecord implements WorkHandler {

  static final String KIND = "metering.final-record";

  private final Agreements agreements;
  private final Bindings bindings;
  private final Readings readings;
  private final RecordTable records;
  private final RecordMaker maker;
  private final Outbox outbox;
  private final Products products;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  FinalRecord(
      Agreements agreements,
      Bindings bindings,
      Readings readings,
      RecordTable records,
      RecordMaker maker,
      Outbox outbox,
      Products products,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.agreements = agreements;
    this.bindings = bindings;
    this.readings = readings;
    this.records = records;
    this.maker = maker;
    this.outbox = outbox;
    this.products = products;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    return tx.execute(_ -> make(new AgreementId(work.key())));
  }

  private Outcome make(AgreementId id) {
    Agreement agreement = agreements.lock(id);
    Instant started = agreement.periodStartedAt();
    if (agreement.state() != AgreementState.ENDING || started == null) {
      return new Outcome.Done();
    }
    Instant now = clock.now();
    Hour hour = records.lastHour(id).map(Hour::next).orElse(Hour.containing(started));
    Instant dueAt = dueAt(agreement, hour);
    // It came back and was cancelled again: the window is a later one.
    if (now.isBefore(dueAt)) {
      return new Outcome.Again(dueAt);
    }
    readings.readFully(bindings.workspacesOf(id), now);
    maker.make(agreement, hour, now);
    outbox.put(Work.of(Reporter.KIND, agreement.productCode(), now));
    return new Outcome.Done();
  }

  /**
   * Some minutes before the deadline, but not before its hour begins.
   *
   * @param hour the first without a record
   */
  Instant dueAt(Agreement agreement, Hour hour) {
    Instant lead = lead(agreement);
    return lead.isBefore(hour.start()) ? hour.start() : lead;
  }

  /**
   * Whether the hour in which the end begins is over too late for the next one's record: one that
   * owes nothing yet leaves its record to what still comes.
   */
  boolean isOf(Hour running, Agreement agreement) {
    return lead(agreement).isBefore(running.end());
  }

  private Instant lead(Agreement agreement) {
    return Objects.requireNonNull(agreement.endingSince())
        .plus(products.get(agreement.productCode()).finalWindow())
        .minus(settings.finalLead());
  }
}
