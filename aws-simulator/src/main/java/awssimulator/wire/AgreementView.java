package awssimulator.wire;

import awssimulator.market.Agreement;
import awssimulator.settings.ProductSettings;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** An agreement as the Agreement API shows it (facts §6): without product code and licence. */
final class AgreementView {
  static final String TYPE = "PurchaseAgreement";
  static final String RESOURCE_TYPE = "SaaSProduct";

  private AgreementView() {}

  /** What both operations show. */
  static ObjectNode summary(Agreement agreement, ProductSettings product) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("agreementId", agreement.agreementId());
    view.putObject("acceptor").put("accountId", agreement.accountId());
    view.putObject("proposer").put("accountId", product.sellerAccountId());
    view.put("startTime", agreement.startAt().getEpochSecond());
    Instant endAt = agreement.endAt();
    if (endAt != null) {
      view.put("endTime", endAt.getEpochSecond());
    }
    view.put("acceptanceTime", agreement.acceptedAt().getEpochSecond());
    view.put("agreementType", TYPE);
    ObjectNode proposal = view.putObject("proposalSummary");
    proposal
        .putArray("resources")
        .addObject()
        .put("id", product.productId())
        .put("type", RESOURCE_TYPE);
    proposal.put("offerId", agreement.offerId());
    view.put("status", String.valueOf(agreement.awsStatus()));
    return view;
  }
}
