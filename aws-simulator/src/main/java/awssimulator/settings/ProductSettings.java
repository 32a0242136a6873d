package awssimulator.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
 * @param dimensions what can be metered, at least one
 * @param fulfilmentUrl where "Set up your account" posts the registration token
 * @param sellerAccountId the seller's AWS account, 12 digits
 * @param accessKeyId the seller's access key, known to the simulator alone
 * @param secretAccessKey its secret; a well-known value, worth nothing at AWS
 * @param queue the SQS queue its notifications are delivered to
 * @param topicOwner the AWS account that owns the notification topics
 * @param tokenLife how long a registration token lives, in business time
 * @param tokenOneTime whether a token is spent by its first use
 * @param licenseArnInResolve whether ResolveCustomer also names a licence
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
    List<DimensionSettings> dimensions,
    URI fulfilmentUrl,
    String sellerAccountId,
    String accessKeyId,
    String secretAccessKey,
    String queue,
    @DefaultValue("999900001111") String topicOwner,
    @DefaultValue("4h") Duration tokenLife,
    @DefaultValue("false") boolean tokenOneTime,
    @DefaultValue("false") boolean licenseArnInResolve) {

  /** How subscriptions of a product are told apart. The concurrent model is not there yet. */
  public enum Model {
    /** By product code and customer identifier. */
    LEGACY;

    /** The name in settings and in the control API. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
    dimensions = List.copyOf(dimensions);
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
