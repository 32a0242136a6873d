package awssimulator.metering;

import awssimulator.clock.BusinessClock;
import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.metering.MeteringRefusal.Reason;
import awssimulator.settings.MeteringSettings.IdenticalResend;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** BatchMeterUsage for the legacy model (facts §4): a batch is one transaction. */
@Component
public final class Metering {
  private final Database database;
  private final Agreements agreements;
  private final Accounts accounts;
  private final MeteringRecords records;
  private final TimeRules times;
  private final BusinessClock clock;
  private final SimulatorSettings settings;

  Metering(
      Database database,
      Agreements agreements,
      Accounts accounts,
      MeteringRecords records,
      TimeRules times,
      BusinessClock clock,
      SimulatorSettings settings) {
    this.database = database;
    this.agreements = agreements;
    this.accounts = accounts;
    this.records = records;
    this.times = times;
    this.clock = clock;
    this.settings = settings;
  }

  private record Checked(UsageRecord usage, Account account) {}

  /**
   * Meters a batch; stored when it returns.
   *
   * @param sellerAccountId the account that signed the call
   * @param productCode the product of the whole batch, or null if the request named none
   * @return what became of each record, in the order of the request
   * @throws MeteringRefusal if any record is such that AWS refuses the whole batch
   */
  public List<Metered> meter(
      String sellerAccountId, @Nullable String productCode, List<UsageRecord> batch) {
    return database.transact(() -> {
      Instant now = clock.instant();
      ProductSettings product = product(sellerAccountId, productCode, batch);
      List<Checked> checked = new ArrayList<>();
      for (UsageRecord usage : batch) {
        checked.add(check(product, usage, now));
      }
      return checked.stream().map(c -> charge(product, c, now)).toList();
    });
  }

  private ProductSettings product(
      String sellerAccountId, @Nullable String code, List<UsageRecord> batch) {
    if (batch.stream().anyMatch(usage -> usage.licenseArn() != null)) {
      throw new MeteringRefusal(Reason.INVALID_LICENSE, "Unknown LicenseArn");
    }
    return Optional.ofNullable(code)
        .flatMap(settings::product)
        .filter(product -> product.sellerAccountId().equals(sellerAccountId))
        .orElseThrow(() -> new MeteringRefusal(Reason.INVALID_PRODUCT_CODE, "Wrong product code"));
  }

  private Checked check(ProductSettings product, UsageRecord usage, Instant now) {
    Account account = account(usage);
    if (product.dimension(usage.dimension()).isEmpty()) {
      throw new MeteringRefusal(Reason.INVALID_USAGE_DIMENSION, "Unknown dimension");
    }
    if (!times.inBounds(usage.timestamp(), now, product.partition())) {
      throw new MeteringRefusal(Reason.TIMESTAMP_OUT_OF_BOUNDS, "Timestamp out of bounds");
    }
    AllocationRules.check(usage);
    return new Checked(usage, account);
  }

  private Account account(UsageRecord usage) {
    String identifier = usage.customerIdentifier();
    String accountId = usage.customerAwsAccountId();
    if (identifier != null && accountId != null) {
      throw new MeteringRefusal(
          Reason.VALIDATION, "CustomerIdentifier and CustomerAWSAccountId are mutually exclusive");
    }
    Optional<Account> found =
        identifier != null
            ? accounts.findByCustomerIdentifier(identifier)
            : Optional.ofNullable(accountId).flatMap(accounts::find);
    return found.orElseThrow(() ->
        new MeteringRefusal(
            Reason.INVALID_CUSTOMER_IDENTIFIER,
            accountId == null ? "Unknown CustomerIdentifier" : "Unknown CustomerAWSAccountId"));
  }

  private Metered charge(ProductSettings product, Checked checked, Instant now) {
    UsageRecord usage = checked.usage();
    Account account = checked.account();
    Optional<Agreement> agreement =
        agreements.of(account.accountId(), product.code()).stream()
            .filter(a -> a.takesUsageAt(now) && startedBy(a, usage))
            .findFirst();
    if (agreement.isEmpty()) {
      return new Metered.CustomerNotSubscribed(usage);
    }
    String key = product.code() + "|" + account.customerIdentifier();
    Instant hour = usage.timestamp().truncatedTo(ChronoUnit.HOURS);
    Optional<MeteringRecord> first = records.find(key, usage.dimension(), hour);
    return first.isPresent()
        ? again(usage, first.get())
        : charge(key, hour, usage, agreement.get(), now);
  }

  private boolean startedBy(Agreement agreement, UsageRecord usage) {
    Instant activeAt = agreement.activeAt();
    return activeAt != null && times.sinceStart(usage.timestamp(), activeAt);
  }

  private Metered again(UsageRecord usage, MeteringRecord first) {
    boolean identical = usage.quantity() == first.quantity();
    return identical && settings.metering().identicalResend() == IdenticalResend.SUCCESS
        ? new Metered.Success(usage, first.meteringRecordId())
        : new Metered.Duplicate(usage, first.meteringRecordId());
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
            usage.divided().orElse(List.of()),
            now);
    records.insert(key, charged);
    return new Metered.Success(usage, charged.meteringRecordId());
  }
}
