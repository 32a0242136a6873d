package awssimulator.settings;

import static java.lang.Math.min;

import java.net.URI;
import java.time.Duration;
import java.time.Period;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One product of the marketplace and the seller who published it.
 *
 * @param code the product code AWS would assign
 * @param titleZh the title on Chinese pages
 * @param titleEn the title on English pages
 * @param summaryZh one or two Chinese sentences for the product page
 * @param summaryEn one or two English sentences for the product page
 * @param partition {@code aws-cn} or {@code aws}; chooses the metering window
 * @param region the region that calls must be signed for
 * @param model how subscriptions of this product are told apart
 * @param currency the ISO 4217 currency of its prices
 * @param productId the product id that events and the Agreement API name; made from the code if
 *     absent
 * @param dimensions what can be metered, at least one
 * @param contractDimensions what a contract grants quantities of, for GetEntitlements; empty for
 *     pure usage
 * @param delivery how legacy notifications lie on the queue; events of the concurrent model are
 *     always delivered as they are
 * @param fulfilmentUrl where "Set up your account" posts the registration token
 * @param sellerAccountId the seller's AWS account, 12 digits
 * @param sellerName the seller's name in events that print one
 * @param accessKeyId the seller's access key, known to the simulator alone
 * @param secretAccessKey its secret; a well-known value, worth nothing at AWS
 * @param queue the SQS queue its notifications are delivered to
 * @param topicOwner the AWS account that owns the notification topics
 * @param tokenLife how long a registration token lives, in business time
 * @param tokenOneTime whether a token is spent by its first use
 * @param licenseArnInResolve whether ResolveCustomer also names a licence in the legacy model; in
 *     the concurrent model it always does
 * @param customerIdentifierInResolve whether ResolveCustomer names the legacy customer identifier;
 *     if absent, in the legacy model only (facts §1.3)
 * @param moreLandingFields whether the landing form also carries agreement id, product id and
 *     fulfilment URL, as some integrators saw it (facts §1.1)
 * @param licenseIssuer the AWS account, 12 digits, that licence ARNs name
 * @param eventLicenseArn how events print a licence ARN (conflict C7)
 * @param previousAgreement which Created events name the agreement before (conflict C6)
 * @param deprovisionDelay from Purchase Agreement Ended to License Deprovisioned, in business time;
 *     as long as the cancellation window for the older reading of conflict C2
 * @param renewalLockout how long before its end a renewal can no longer be switched off
 * @param contractTerm how long a contract lasts if the subscriber does not say
 */
public record ProductSettings(
    String code,
    String titleZh,
    String titleEn,
    @DefaultValue("") String summaryZh,
    @DefaultValue("") String summaryEn,
    String partition,
    String region,
    @DefaultValue("legacy") Model model,
    Currency currency,
    @Nullable String productId,
    List<DimensionSettings> dimensions,
    @DefaultValue List<ContractDimensionSettings> contractDimensions,
    @DefaultValue("envelope") Delivery delivery,
    URI fulfilmentUrl,
    String sellerAccountId,
    @DefaultValue("Example Seller Ltd") String sellerName,
    String accessKeyId,
    String secretAccessKey,
    String queue,
    @DefaultValue("999900001111") String topicOwner,
    @DefaultValue("4h") Duration tokenLife,
    @DefaultValue("false") boolean tokenOneTime,
    @DefaultValue("false") boolean licenseArnInResolve,
    @Nullable Boolean customerIdentifierInResolve,
    @DefaultValue("false") boolean moreLandingFields,
    @DefaultValue("555566667777") String licenseIssuer,
    @DefaultValue("arn") EventLicenseArn eventLicenseArn,
    @DefaultValue("renew") PreviousAgreement previousAgreement,
    @DefaultValue("0s") Duration deprovisionDelay,
    @DefaultValue("14d") Duration renewalLockout,
    @DefaultValue("P1Y") Period contractTerm) {

  /** How subscriptions of a product are told apart. */
  public enum Model {
    /** By product code and customer identifier; told by SNS notifications. */
    LEGACY,
    /** By licence, several per account; told by EventBridge events. */
    CONCURRENT;

    /** The name in settings and in the control API. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a legacy notification lies on the queue (facts §2.4). */
  public enum Delivery {
    /** In the SNS envelope. */
    ENVELOPE,
    /** The message alone, as RawMessageDelivery makes it. */
    RAW
  }

  /** How events print a licence ARN. */
  public enum EventLicenseArn {
    /** As the API does: {@code arn:aws:license-manager::555566667777:license:l-…}. */
    ARN,
    /** As AWS's examples do: {@code aws:license-manager:us-east-1:555566667777:l-…}. */
    PRINTED
  }

  /** Which Created events carry {@code previousAgreementId}. */
  public enum PreviousAgreement {
    /** Those of renewals and replacements. */
    ALWAYS,
    /** Those of renewals, as AWS documents. */
    RENEW,
    /** None. */
    NEVER
  }

  /**
   * A thing that a contract grants a quantity of.
   *
   * @param name the API name, case-sensitive
   * @param titleZh what it is, on Chinese pages
   * @param titleEn what it is, on English pages
   */
  public record ContractDimensionSettings(String name, String titleZh, String titleEn) {
    /** Refuses one without a name or title. */
    public ContractDimensionSettings {
      Requirements.text(name, "contract-dimensions[].name");
      Requirements.text(titleZh, name + ": title-zh");
      Requirements.text(titleEn, name + ": title-en");
    }

    /** The title in the language of the reader, English unless Chinese. */
    public String title(Locale locale) {
      return isChinese(locale) ? titleZh : titleEn;
    }
  }

  private static final int PRODUCT_ID_LENGTH = 13;

  /** Refuses what would only fail later, naming the product. */
  public ProductSettings {
    Requirements.text(code, "products.*.code");
    Requirements.text(titleZh, code + ": title-zh");
    Requirements.text(titleEn, code + ": title-en");
    Requirements.text(partition, code + ": partition");
    Requirements.text(region, code + ": region");
    Requirements.present(currency, code + ": currency");
    Requirements.present(fulfilmentUrl, code + ": fulfilment-url");
    Requirements.digits(sellerAccountId, 12, code + ": seller-account-id");
    Requirements.text(accessKeyId, code + ": access-key-id");
    Requirements.text(secretAccessKey, code + ": secret-access-key");
    Requirements.text(queue, code + ": queue");
    Requirements.present(dimensions, code + ": dimensions");
    Requirements.that(!dimensions.isEmpty(), code + ": needs at least one dimension");
    Requirements.that(tokenLife.isPositive(), code + ": token-life must be positive");
    Requirements.that(
        fulfilmentUrl.getScheme() != null && fulfilmentUrl.getHost() != null,
        code + ": fulfilment-url must be absolute");
    Requirements.digits(licenseIssuer, 12, code + ": license-issuer");
    Requirements.that(!deprovisionDelay.isNegative(), code + ": deprovision-delay is negative");
    Requirements.that(!renewalLockout.isNegative(), code + ": renewal-lockout is negative");
    Requirements.that(
        !contractTerm.isZero() && !contractTerm.isNegative(),
        code + ": contract-term must be positive");
    dimensions = List.copyOf(dimensions);
    contractDimensions = List.copyOf(contractDimensions);
    if (productId == null) {
      productId =
          "prod-"
              + code.toLowerCase(Locale.ROOT).substring(0, min(PRODUCT_ID_LENGTH, code.length()));
    }
  }

  /** The product id that events and the Agreement API name. */
  @Override
  public String productId() {
    return Objects.requireNonNull(productId);
  }

  /** Whether its subscriptions are told apart by licence. */
  public boolean concurrent() {
    return model == Model.CONCURRENT;
  }

  /** Whether it grants quantities by contract. */
  public boolean contract() {
    return !contractDimensions.isEmpty();
  }

  /** Whether ResolveCustomer names the legacy customer identifier. */
  public boolean namesCustomerIdentifier() {
    return customerIdentifierInResolve == null ? !concurrent() : customerIdentifierInResolve;
  }

  /** Whether ResolveCustomer names the licence. */
  public boolean namesLicense() {
    return concurrent() || licenseArnInResolve;
  }

  /** The dimension of that name; names are case-sensitive. */
  public Optional<DimensionSettings> dimension(String name) {
    return dimensions.stream().filter(d -> d.name().equals(name)).findFirst();
  }

  /** The title in the language of the reader, English unless Chinese. */
  public String title(Locale locale) {
    return isChinese(locale) ? titleZh : titleEn;
  }

  /** The summary in the language of the reader, English unless Chinese. */
  public String summary(Locale locale) {
    return isChinese(locale) ? summaryZh : summaryEn;
  }

  /** The origin that a page's form may post to: scheme, host and port of the fulfilment URL. */
  public String fulfilmentOrigin() {
    return fulfilmentUrl.getScheme() + "://" + fulfilmentUrl.getAuthority();
  }

  /** The queue for messages that were received too often. */
  public String deadLetterQueue() {
    return queue + "-dead-letters";
  }

  static boolean isChinese(Locale locale) {
    return locale.getLanguage().equals("zh");
  }
}
