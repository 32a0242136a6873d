package awssimulator.market;

import awssimulator.market.Agreement.AwsStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which agreements to search; null is any. Only agreements that AWS has are found: those whose
 * payment is open or failed are not.
 *
 * @param sellerAccountId whose product
 * @param productId the product, {@code prod-…}
 * @param accountId the buyer
 * @param endBefore only those with an end before that moment
 * @param endAfter only those with an end after that moment
 */
public record AgreementFilter(
    @Nullable String sellerAccountId,
    @Nullable String productId,
    @Nullable String accountId,
    @Nullable String offerId,
    @Nullable AwsStatus status,
    @Nullable Instant endBefore,
    @Nullable Instant endAfter) {

  /** Whether an agreement of that product is one of them. */
  boolean matches(Agreement a, awssimulator.settings.ProductSettings product) {
    Instant end = a.endAt();
    return a.awsStatus() != null
        && (sellerAccountId == null || sellerAccountId.equals(product.sellerAccountId()))
        && (productId == null || productId.equals(product.productId()))
        && (accountId == null || accountId.equals(a.accountId()))
        && (offerId == null || offerId.equals(a.offerId()))
        && (status == null || status == a.awsStatus())
        && (endBefore == null || (end != null && end.isBefore(endBefore)))
        && (endAfter == null || (end != null && end.isAfter(endAfter)));
  }
}
