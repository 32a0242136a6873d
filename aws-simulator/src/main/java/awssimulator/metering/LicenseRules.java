package awssimulator.metering;

import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.metering.MeteringRefusal.Reason;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Batches of the concurrent model: no product code, a licence and its account in every record, all
 * licences of one product (facts §4.1, §4.6).
 */
@Component
class LicenseRules {
  private final Agreements agreements;
  private final RecordRules rules;
  private final TimeRules times;
  private final SimulatorSettings settings;

  LicenseRules(
      Agreements agreements, RecordRules rules, TimeRules times, SimulatorSettings settings) {
    this.agreements = agreements;
    this.rules = rules;
    this.times = times;
    this.settings = settings;
  }

  /**
   * Checks a batch.
   *
   * @throws MeteringRefusal if any record is such that AWS refuses the whole batch
   */
  List<Checked> check(Batch batch) {
    if (batch.productCode() != null) {
      throw new MeteringRefusal(
          Reason.VALIDATION, "ProductCode must be left out of a request with LicenseArn");
    }
    List<Agreement> licensed = new ArrayList<>();
    for (UsageRecord usage : batch.records()) {
      licensed.add(licensed(batch.sellerAccountId(), usage));
    }
    if (licensed.stream().map(Agreement::productCode).distinct().count() > 1) {
      throw invalid("The licences of one request must be of one product");
    }
    ProductSettings product = agreements.product(licensed.getFirst().productCode());
    rules.checkRegion(product, batch.region());
    List<Checked> checked = new ArrayList<>();
    for (int i = 0; i < licensed.size(); i++) {
      checked.add(check(product, batch.records().get(i), licensed.get(i), batch.region()));
    }
    return checked;
  }

  /** The agreement whose licence a record names. */
  private Agreement licensed(String sellerAccountId, UsageRecord usage) {
    String arn = usage.licenseArn();
    if (arn == null) {
      // Without a product code only the licence says which product is meant.
      throw new MeteringRefusal(Reason.INVALID_PRODUCT_CODE, "Wrong product code");
    }
    if (usage.customerIdentifier() != null) {
      throw new MeteringRefusal(
          Reason.VALIDATION, "CustomerIdentifier must be left out of a record with LicenseArn");
    }
    Optional<Agreement> found =
        agreements
            .byLicense(arn.substring(arn.lastIndexOf(':') + 1))
            .filter(agreement -> agreement.licenseArn().equals(arn))
            .filter(agreement -> isTold(agreement, sellerAccountId));
    if (usage.customerAwsAccountId() == null) {
      throw new MeteringRefusal(
          Reason.VALIDATION, "CustomerAWSAccountId is required in a record with LicenseArn");
    }
    Agreement agreement = found.orElseThrow(() -> invalid("Unknown LicenseArn"));
    if (!agreement.accountId().equals(usage.customerAwsAccountId())) {
      throw invalid("LicenseArn does not match the customer");
    }
    return agreement;
  }

  /** Whether the seller may know the licence at all. */
  private boolean isTold(Agreement agreement, String sellerAccountId) {
    return settings
        .product(agreement.productCode())
        .filter(product -> product.sellerAccountId().equals(sellerAccountId))
        .filter(ProductSettings::namesLicense)
        .isPresent();
  }

  private Checked check(
      ProductSettings product, UsageRecord usage, Agreement licensed, String region) {
    rules.check(product, usage);
    List<Agreement> payers =
        agreements.of(licensed.accountId(), product.code()).stream()
            .filter(agreement -> agreement.licenseId().equals(licensed.licenseId()))
            .toList();
    checkActivation(usage, payers);
    String key = licensed.accountId() + "|" + licensed.licenseId();
    return new Checked(usage, rules.inRegion(key, product, region), payers);
  }

  /**
   * Usage from before a licence was activated names the wrong one (facts, 4.6). One that is not
   * active yet, or no more, has nobody who pays: "not subscribed" (facts, 3.4 and 4.5).
   */
  private void checkActivation(UsageRecord usage, List<Agreement> payers) {
    List<Instant> activations =
        payers.stream().map(Agreement::activeAt).filter(Objects::nonNull).toList();
    if (!activations.isEmpty()
        && activations.stream().noneMatch(it -> times.sinceStart(usage.timestamp(), it))) {
      throw invalid("The usage lies before the activation period of the license");
    }
  }

  private static MeteringRefusal invalid(String message) {
    return new MeteringRefusal(Reason.INVALID_LICENSE, message);
  }
}
