package awssimulator.events;

import awssimulator.settings.ProductSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What events print of an agreement.
 *
 * @param acceptorId the buyer's AWS account
 * @param licenseArn as the API answers it
 * @param endAt null for pay-as-you-go
 * @param renewal what happens at its end
 * @param reseller the channel partner whose offer it was; null for an offer of the seller
 */
public record Deal(
    ProductSettings product,
    String agreementId,
    String acceptorId,
    String offerId,
    String licenseArn,
    Instant acceptedAt,
    Instant startAt,
    @Nullable Instant endAt,
    Renewal renewal,
    @Nullable Reseller reseller) {

  /**
   * What happens at the end.
   *
   * @param disabledBy who switched the renewal off, ACCEPTOR or PROPOSER
   * @param totalContractValue a decimal number
   */
  public record Renewal(boolean enabled, @Nullable String disabledBy, String totalContractValue) {}

  /** A channel partner and the seller's permission to him. */
  public record Reseller(String accountId, String resaleAuthorizationId) {}

  /** The account that made the offer. */
  String proposerId() {
    return reseller == null ? product.sellerAccountId() : reseller.accountId();
  }

  /** The role in which the seller of the product hears of the agreement (facts §3.1). */
  String role() {
    return reseller == null ? "Proposer" : "Manufacturer";
  }
}
