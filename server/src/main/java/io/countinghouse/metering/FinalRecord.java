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
    if (agreement.state() != AgreementState.ENDING || agreement.periodStartedAt() == null) {
      return new Outcome.Done();
    }
    Instant now = clock.now();
    Instant dueAt = dueAt(agreement);
    // It came back and was cancelled again: the window is a later one.
    if (now.isBefore(dueAt)) {
      return new Outcome.Again(dueAt);
    }
    readings.readEach(bindings.workspacesOf(id), now);
    maker.make(agreement, hourOf(agreement), now);
    outbox.put(Work.of(Reporter.KIND, agreement.productCode(), now));
    return new Outcome.Done();
  }

  /**
   * Makes the record at the deadline itself, where it was not made in time: no node ran, or it
   * failed. Only AWS can say that it is too late, unless it has said so before. After a full
   * reading.
   */
  void makeMissed(Agreement agreement, Instant at) {
    if (agreement.periodStartedAt() == null
        || at.isBefore(deadline(agreement))
        || !outbox.holds(KIND, agreement.id().value())) {
      return;
    }
    Hour hour = hourOf(agreement);
    if (!hour.start().isAfter(at)) {
      maker.makeOwed(agreement, hour, at);
      outbox.put(Work.of(Reporter.KIND, agreement.productCode(), at));
    }
  }

  /** Some minutes before the deadline, but not before its hour begins. */
  Instant dueAt(Agreement agreement) {
    Instant lead = lead(agreement);
    Instant begins = hourOf(agreement).start();
    return lead.isBefore(begins) ? begins : lead;
  }

  /** The first hour of the period without a record; those of earlier periods do not count. */
  private Hour hourOf(Agreement agreement) {
    Hour first = Hour.containing(Objects.requireNonNull(agreement.periodStartedAt()));
    return records
        .lastHour(agreement.id())
        .map(Hour::next)
        .filter(it -> it.compareTo(first) > 0)
        .orElse(first);
  }

  /**
   * Whether the hour in which the end is applied ends too late for the next one's record; if
   * nothing is owed of it yet, its own waits for what still comes.
   */
  boolean canBeOf(Hour running, Agreement agreement) {
    return lead(agreement).isBefore(running.end());
  }

  private Instant lead(Agreement agreement) {
    return deadline(agreement).minus(settings.finalLead());
  }

  private Instant deadline(Agreement agreement) {
    return Objects.requireNonNull(agreement.endingSince())
        .plus(products.get(agreement.productCode()).finalWindow());
  }
}
