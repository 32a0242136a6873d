package awssimulator.metering;

import awssimulator.clock.BusinessClock;
import awssimulator.market.Agreement;
import awssimulator.metering.Metered.CustomerNotSubscribed;
import awssimulator.metering.Metered.Duplicate;
import awssimulator.metering.Metered.Success;
import awssimulator.metering.Metered.Unprocessed;
import awssimulator.settings.MeteringSettings.IdenticalResend;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** BatchMeterUsage for both models (facts §4): a batch is one transaction. */
@Component
public final class Metering {
  private final Database database;
  private final LegacyRules legacy;
  private final LicenseRules licenses;
  private final MeteringRecords records;
  private final BusinessClock clock;
  private final SimulatorSettings settings;

  Metering(
      Database database,
      LegacyRules legacy,
      LicenseRules licenses,
      MeteringRecords records,
      BusinessClock clock,
      SimulatorSettings settings) {
    this.database = database;
    this.legacy = legacy;
    this.licenses = licenses;
    this.records = records;
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * Meters a batch; stored when it returns. One record with a licence makes it a batch of the
   * concurrent model.
   *
   * @return what became of each record, in the order of the request
   * @throws MeteringRefusal if any record is such that AWS refuses the whole batch
   */
  public List<Metered> meter(Batch batch) {
    return database.transact(() -> {
      boolean licensed = batch.records().stream().anyMatch(usage -> usage.licenseArn() != null);
      List<Checked> checked = licensed ? licenses.check(batch) : legacy.check(batch);
      Instant now = clock.instant();
      List<Metered> metered = new ArrayList<>();
      for (int i = 0; i < checked.size(); i++) {
        metered.add(
            batch.unprocessed().contains(i)
                ? new Unprocessed(checked.get(i).usage())
                : charge(checked.get(i), now));
      }
      return metered;
    });
  }

  private Metered charge(Checked checked, Instant now) {
    UsageRecord usage = checked.usage();
    Optional<Agreement> payer =
        checked.payers().stream().filter(agreement -> agreement.takesUsageAt(now)).findFirst();
    if (payer.isEmpty()) {
      return new CustomerNotSubscribed(usage);
    }
    Instant hour = usage.timestamp().truncatedTo(ChronoUnit.HOURS);
    Optional<MeteringRecord> first = records.find(checked.meterKey(), usage.dimension(), hour);
    return first.isPresent()
        ? again(usage, first.get())
        : charge(checked.meterKey(), hour, usage, payer.get(), now);
  }

  /** Conflict C5. */
  private Metered again(UsageRecord usage, MeteringRecord first) {
    boolean identical = usage.quantity() == first.quantity();
    return identical && settings.metering().identicalResend() == IdenticalResend.SUCCESS
        ? new Success(usage, first.meteringRecordId(), first.agreementId())
        : new Duplicate(usage, first.meteringRecordId(), first.agreementId());
  }

  private Metered charge(
      String key, Instant hour, UsageRecord usage, Agreement agreement, Instant now) {
    MeteringRecord charged =
        new MeteringRecord(
            UUID.randomUUID().toString(),
            agreement.productCode(),
            agreement.accountId(),
            agreement.agreementId(),
            usage.dimension(),
            hour,
            usage.timestamp(),
            usage.quantity(),
            agreement.terms().freeAt(hour),
            usage.divided().orElse(List.of()),
            now);
    records.insert(key, charged);
    return new Success(usage, charged.meteringRecordId(), agreement.agreementId());
  }
}
