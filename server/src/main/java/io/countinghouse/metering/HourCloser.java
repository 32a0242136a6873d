package io.countinghouse.metering;

import io.countinghouse.billing.Readings;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.usage.UsagePoints;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Closes hours, one after the other: readings of all workspaces with new usage, then a record for
 * every active agreement. After an outage the hours missed are closed in their order.
 */
@Component
@EnableConfigurationProperties(MeteringSettings.class)
class HourCloser implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.close-hour";
  private static final int WORKSPACES_PER_TRANSACTION = 500;
  private static final int AGREEMENTS_PER_PAGE = 500;

  private final UsagePoints points;
  private final Readings readings;
  private final Agreements agreements;
  private final RecordMaker maker;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  HourCloser(
      UsagePoints points,
      Readings readings,
      Agreements agreements,
      RecordMaker maker,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.points = points;
    this.readings = readings;
    this.agreements = agreements;
    this.maker = maker;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins with the running hour, on the first start of all. */
  @Override
  public void run(ApplicationArguments args) {
    tx.executeWithoutResult(_ -> {
      if (!outbox.holds(KIND)) {
        schedule(Hour.containing(clock.now()));
      }
    });
  }

  private void schedule(Hour hour) {
    outbox.put(Work.of(KIND, hour.toString(), hour.end().plus(settings.closeDelay())));
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
    closeReadings(hour);
    makeRecords(hour);
    tx.executeWithoutResult(_ -> schedule(hour.next()));
    return new Outcome.Done();
  }

  private void closeReadings(Hour hour) {
    Optional<WorkspaceId> after = Optional.empty();
    do {
      @Nullable WorkspaceId cursor = after.orElse(null);
      after =
          tx.execute(_ -> {
            List<WorkspaceId> page = points.touchedWorkspaces(cursor, WORKSPACES_PER_TRANSACTION);
            readings.close(page, hour);
            return page.isEmpty() ? Optional.empty() : Optional.of(page.getLast());
          });
    } while (after.isPresent());
  }

  private void makeRecords(Hour hour) {
    List<AgreementId> page = List.of();
    do {
      @Nullable AgreementId cursor = page.isEmpty() ? null : page.getLast();
      page =
          tx.execute(_ -> agreements.inState(AgreementState.ACTIVE, cursor, AGREEMENTS_PER_PAGE));
      page.forEach(agreement -> tx.executeWithoutResult(_ -> makeRecord(agreement, hour)));
    } while (!page.isEmpty());
  }

  private void makeRecord(AgreementId id, Hour hour) {
    Agreement agreement = agreements.lock(id);
    if (agreement.state() == AgreementState.ACTIVE) {
      maker.make(agreement, hour, clock.now());
    }
  }
}
