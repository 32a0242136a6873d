package awssimulator.metering;

import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.metering.MeteringRefusal.Reason;
import awssimulator.settings.MeteringSettings.UnknownCustomer;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Batches of the legacy model: one product code for all records, the customer by its identifier or
 * its account (facts §4.1). A product whose buyers no longer have customer identifiers takes no
 * such batch.
 */
@Component
class LegacyRules {
  private final Agreements agreements;
  private final Accounts accounts;
  private final RecordRules rules;
  private final SimulatorSettings settings;

  LegacyRules(
      Agreements agreements, Accounts accounts, RecordRules rules, SimulatorSettings settings) {
    this.agreements = agreements;
    this.accounts = accounts;
    this.rules = rules;
    this.settings = settings;
  }

  /**
   * Checks a batch.
   *
   * @throws MeteringRefusal if any record is such that AWS refuses the whole batch
   */
  List<Checked> check(Batch batch) {
    ProductSettings product = product(batch.sellerAccountId(), batch.productCode());
    rules.checkRegion(product, batch.region());
    boolean byIdentifier = batch.records().stream().anyMatch(u -> u.customerIdentifier() != null);
    boolean byAccount = batch.records().stream().anyMatch(u -> u.customerAwsAccountId() != null);
    if (byIdentifier && byAccount) {
      throw new MeteringRefusal(
          Reason.VALIDATION, "CustomerIdentifier and CustomerAWSAccountId are mutually exclusive");
    }
    return batch.records().stream().map(usage -> check(product, usage, batch.region())).toList();
  }

  private ProductSettings product(String sellerAccountId, @Nullable String code) {
    return Optional.ofNullable(code)
        .flatMap(settings::product)
        .filter(product -> product.sellerAccountId().equals(sellerAccountId))
        .filter(product -> !product.concurrent() || product.namesCustomerIdentifier())
        .orElseThrow(() -> new MeteringRefusal(Reason.INVALID_PRODUCT_CODE, "Wrong product code"));
  }

  private Checked check(ProductSettings product, UsageRecord usage, String region) {
    Optional<Account> account = account(usage);
    rules.check(product, usage);
    if (account.isEmpty()) {
      return new Checked(usage, "", List.of());
    }
    List<Agreement> payers =
        agreements.of(account.get().accountId(), product.code()).stream()
            .filter(agreement -> rules.sinceStart(agreement, usage))
            .toList();
    String key = product.code() + "|" + account.get().customerIdentifier();
    return new Checked(usage, rules.inRegion(key, product, region), payers);
  }

  /** The account of a record; empty if it is unknown and the settings let that pass (C8). */
  private Optional<Account> account(UsageRecord usage) {
    String identifier = usage.customerIdentifier();
    String accountId = usage.customerAwsAccountId();
    Optional<Account> found =
        identifier != null
            ? accounts.findByCustomerIdentifier(identifier)
            : Optional.ofNullable(accountId).flatMap(accounts::find);
    if (found.isEmpty()
        && settings.metering().unknownCustomer() == UnknownCustomer.INVALID_CUSTOMER_IDENTIFIER) {
      throw new MeteringRefusal(
          Reason.INVALID_CUSTOMER_IDENTIFIER,
          accountId == null ? "Unknown CustomerIdentifier" : "Unknown CustomerAWSAccountId");
    }
    return found;
  }
}
