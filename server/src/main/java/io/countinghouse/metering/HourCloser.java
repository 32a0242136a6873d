package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Closes hours, one after the other: readings of all workspaces with new usage, then a record for
 * every active agreement. After an outage the hours missed are closed in their order.
 */
@Component
class HourCloser implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.close-hour";
  private static final Logger log = LoggerFactory.getLogger(HourCloser.class);
  private static final int AGREEMENTS_PER_PAGE = 5000;
  private static final int AGREEMENTS_PER_TRANSACTION = 50;

  private final ClosingReadings closingReadings;
  private final Agreements agreements;
  private final MissedRecord missedRecord;
  private final Products products;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  HourCloser(
      ClosingReadings closingReadings,
      Agreements agreements,
      MissedRecord missedRecord,
      Products products,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.closingReadings = closingReadings;
    this.agreements = agreements;
    this.missedRecord = missedRecord;
    this.products = products;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins with the running hour, on the first start of all. */
  @Override
  public void run(ApplicationArguments args) {
    outbox.begin(workOf(Hour.containing(clock.now())));
  }

  private Work workOf(Hour hour) {
    return Work.of(KIND, hour.toString(), hour.end().plus(settings.closeDelay()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Outcome handle(Work work) {
    Hour hour = new Hour(Instant.parse(work.key()));
    closingReadings.of(hour);
    makeRecords(hour);
    tx.executeWithoutResult(_ -> outbox.put(workOf(hour.next())));
    return new Outcome.Done();
  }

  /** The records of a page go out together, so that AWS's calls are full. */
  private void makeRecords(Hour hour) {
    @Nullable AgreementId cursor = null;
    List<AgreementId> page = activeAfter(cursor);
    while (!page.isEmpty()) {
      for (int i = 0; i < page.size(); i += AGREEMENTS_PER_TRANSACTION) {
        makeRecords(page.subList(i, Math.min(page.size(), i + AGREEMENTS_PER_TRANSACTION)), hour);
      }
      report();
      cursor = page.getLast();
      page = activeAfter(cursor);
    }
  }

  private void report() {
    Instant now = clock.now();
    tx.executeWithoutResult(_ -> {
      for (Product product : products.all()) {
        outbox.put(Work.of(Reporter.KIND, product.code(), now));
      }
    });
  }

  private List<AgreementId> activeAfter(@Nullable AgreementId cursor) {
    return tx.execute(_ -> agreements.inState(AgreementState.ACTIVE, cursor, AGREEMENTS_PER_PAGE));
  }

  /** One bad agreement must not hold up the others: its record becomes work of its own. */
  private void makeRecords(List<AgreementId> some, Hour hour) {
    try {
      tx.executeWithoutResult(_ -> some.forEach(agreement -> missedRecord.make(agreement, hour)));
    } catch (RuntimeException e) {
      if (some.size() > 1) {
        some.forEach(agreement -> makeRecords(List.of(agreement), hour));
      } else {
        AgreementId agreement = some.getFirst();
        log.error("the record of {} for {} was not made, it is tried again", agreement, hour, e);
        tx.executeWithoutResult(_ -> missedRecord.put(agreement, hour, clock.now()));
      }
    }
  }
}
