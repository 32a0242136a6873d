package io.countinghouse.marketplace;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A product of ours in AWS Marketplace.
 *
 * @param id our name for it, in the landing page's path
 * @param code its product code, as AWS knows it
 * @param titleZh its Chinese title
 * @param titleEn its English title
 * @param partition its AWS partition, such as {@code aws-cn}
 * @param region the region whose metering API is used; always the same one, for AWS deduplicates
 *     per region
 * @param model how AWS tells this product's agreements apart
 * @param currency what AWS charges in
 * @param dimensions the API names of its metering dimensions, case-sensitive; the first carries
 *     fees and zeros
 * @param itemDimensions which dimension the fees of an item go to, by the item's id; those of items
 *     not named go to the first
 * @param unit what one unit of any of the dimensions costs the customer, in the currency
 * @param endpoint the metering API; empty for AWS's own of the partition and region
 * @param queueUrl the SQS queue its notifications arrive in
 * @param sqsEndpoint the SQS API; empty for AWS's own
 * @param credentialsProfile a named profile of the SDK's provider chain; empty for its default
 *     chain
 * @param roleArn a role to assume with these credentials; empty for none
 * @param subscribeUrl where a customer subscribes
 * @param manageUrl where a customer manages subscriptions
 * @param meteringWindow how old a usage record may be, judged by whole hours (facts, C1)
 * @param finalWindow how long AWS takes records after the end has begun
 */
public record Product(
    @NotBlank String id,
    @NotBlank String code,
    @NotBlank String titleZh,
    @NotBlank String titleEn,
    @NotBlank String partition,
    @NotBlank String region,
    @DefaultValue("LEGACY") Model model,
    @NotNull Currency currency,
    @NotEmpty List<String> dimensions,
    @DefaultValue Map<String, String> itemDimensions,
    @NotNull @Positive BigDecimal unit,
    @Nullable URI endpoint,
    @NotNull URI queueUrl,
    @Nullable URI sqsEndpoint,
    @Nullable String credentialsProfile,
    @Nullable String roleArn,
    @NotNull URI subscribeUrl,
    @NotNull URI manageUrl,
    @DefaultValue("6h") Duration meteringWindow,
    @DefaultValue("60m") Duration finalWindow) {

  /** How AWS tells the agreements of a product apart (facts, 3.5). */
  public enum Model {
    /** By customer identifier; messages come by SNS. */
    LEGACY,
    /** By licence; events come by EventBridge, and a buyer may hold several agreements. */
    CONCURRENT
  }

  /** The dimension that carries fees, and the zero of an hour with nothing to report. */
  public String feeDimension() {
    return dimensions.getFirst();
  }

  /** The dimension that the fees of an item go to. */
  public String dimensionOf(String itemId) {
    return itemDimensions.getOrDefault(itemId, feeDimension());
  }
}
