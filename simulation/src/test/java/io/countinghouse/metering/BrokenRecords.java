package io.countinghouse.metering;

import io.countinghouse.billing.Books;
import io.countinghouse.billing.RunningSums;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import org.springframework.transaction.support.TransactionTemplate;

/** Makers of records that break a rule each. */
public final class BrokenRecords {

  private BrokenRecords() {}

  /** Makes no record for the hour in which an agreement begins to end. */
  public static class SkippingTheFinalHour extends RecordMaker {

    SkippingTheFinalHour(
        RecordTable records,
        DueRecords due,
        DoNotMeter doNotMeter,
        AllocationTable allocationTable,
        RecordAnswers answers,
        Books books,
        RunningSums sums,
        MarketplaceApi api,
        Products products,
        Workspaces workspaces) {
      super(
          records,
          due,
          doNotMeter,
          allocationTable,
          answers,
          books,
          sums,
          api,
          products,
          workspaces);
    }

    @Override
    void make(Agreement locked, Hour hour, Instant now) {
      boolean running = locked.state() == AgreementState.ENDING && hour.end().isAfter(now);
      if (!running) {
        super.make(locked, hour, now);
      }
    }

    @Override
    void makeOwed(Agreement locked, Hour hour, Instant now) {
      make(locked, hour, now);
    }
  }

  /** Makes records of agreements that AWS has not confirmed. */
  public static class RecordingThePending extends MissedRecord {

    private final Agreements agreements;
    private final RecordMaker maker;

    RecordingThePending(
        Agreements agreements,
        RecordMaker maker,
        Outbox outbox,
        TransactionTemplate tx,
        BusinessClock clock) {
      super(agreements, maker, outbox, tx, clock);
      this.agreements = agreements;
      this.maker = maker;
    }

    @Override
    void make(AgreementId id, Hour hour) {
      Agreement agreement = agreements.lock(id);
      if (agreement.state() == AgreementState.PENDING) {
        maker.make(
            new Agreement(
                id,
                agreement.productCode(),
                agreement.key(),
                agreement.awsAccountId(),
                agreement.terms(),
                AgreementState.ACTIVE,
                hour.start(),
                null,
                null,
                null,
                agreement.version()),
            hour,
            hour.end());
      } else {
        super.make(id, hour);
      }
    }
  }
}
