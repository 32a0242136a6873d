package io.countinghouse.marketplace;

import io.countinghouse.kernel.Hour;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * @param agreementEndpoint the Agreement API; empty for AWS's own, or for the endpoint if that is
 *     none of AWS
 * @param queueUrl the SQS queue its notifications arrive in; of AWS's own address, its region is
 *     the queue's
 * @param sqsEndpoint the SQS API; empty for AWS's own
 * @param credentialsProfile a named profile of the SDK's provider chain; empty for its default
 *     chain
 * @param roleArn a role to assume with these credentials; empty for none
 * @param subscribeUrl where a customer subscribes
 * @param manageUrl where a customer manages subscriptions
 * @param meteringWindow how old a usage record may be, judged by whole hours; empty for what the
 *     partition allows: 6 hours in {@code aws-cn}, 24 elsewhere (facts, C1)
 * @param monthEndCut how long after a month's end its hours are taken; empty for what the partition
 *     allows: 6 hours, and no such cut in {@code aws-cn} (facts, C1)
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
    @Nullable URI agreementEndpoint,
    @NotNull URI queueUrl,
    @Nullable URI sqsEndpoint,
    @Nullable String credentialsProfile,
    @Nullable String roleArn,
    @NotNull URI subscribeUrl,
    @NotNull URI manageUrl,
    @Nullable Duration meteringWindow,
    @Nullable Duration monthEndCut,
    @DefaultValue("60m") Duration finalWindow) {

  /** How AWS tells the agreements of a product apart (facts, 3.5). */
  public enum Model {
    /** By customer identifier; messages come by SNS. */
    LEGACY,
    /** By licence; events come by EventBridge, and a buyer may hold several agreements. */
    CONCURRENT
  }

  private static final String CHINA = "aws-cn";
  private static final Duration WINDOW_CHINA = Duration.ofHours(6);
  private static final Duration WINDOW = Duration.ofHours(24);
  private static final Duration CUT = Duration.ofHours(6);

  /** The oldest hour that AWS still takes, judged by whole hours and by the month's end. */
  public Hour oldestTaken(Instant now) {
    Duration window = meteringWindow;
    if (window == null) {
      window = partition.equals(CHINA) ? WINDOW_CHINA : WINDOW;
    }
    Hour byAge = new Hour(Hour.containing(now).start().minus(window));
    return cutOfMonth(now)
        .filter(cut -> !now.isBefore(cut))
        .map(_ -> new Hour(monthOf(now)))
        .filter(month -> month.compareTo(byAge) > 0)
        .orElse(byAge);
  }

  /**
   * When AWS takes no more hours of the month before that of an instant; empty without such a cut.
   */
  public Optional<Instant> cutOfMonth(Instant now) {
    if (monthEndCut != null) {
      return Optional.of(monthOf(now).plus(monthEndCut));
    }
    return partition.equals(CHINA) ? Optional.empty() : Optional.of(monthOf(now).plus(CUT));
  }

  /** The start of the UTC month of an instant. */
  public static Instant monthOf(Instant now) {
    return now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant();
  }

  /** Whose calls AWS counts together, besides the region: the account behind the credentials. */
  public String seller() {
    return "profile %s, role %s"
        .formatted(
            Objects.requireNonNullElse(credentialsProfile, "default"),
            Objects.requireNonNullElse(roleArn, "none"));
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
