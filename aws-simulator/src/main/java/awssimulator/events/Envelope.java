package awssimulator.events;

import awssimulator.settings.ProductSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The parts that all EventBridge events have (facts §3.2). */
final class Envelope {
  static final JsonMapper JSON = new JsonMapper();

  /** Agreement events come from the one bus AWS keeps for them, wherever the product is sold. */
  private static final String REGION = "us-east-1";

  private final ObjectNode root = JSON.createObjectNode();
  private final ObjectNode detail = JSON.createObjectNode();
  private final String detailType;

  private Envelope(String detailType, ProductSettings product, Instant at) {
    this.detailType = detailType;
    root.put("version", "0");
    root.put("id", UUID.randomUUID().toString());
    root.put("detail-type", detailType);
    root.put("source", "aws.agreement-marketplace");
    root.put("account", product.sellerAccountId());
    root.put("time", time(at));
    root.put("region", REGION);
    root.putArray("resources");
    detail.put("requestId", UUID.randomUUID().toString());
    detail.put("catalog", "AWSMarketplace");
  }

  /** An event that happened at that moment and names the agreement as its resource. */
  static Envelope about(String detailType, Deal deal, Instant at) {
    Envelope envelope = without(detailType, deal, at);
    envelope
        .root
        .withArray("resources")
        .add(
            "arn:%s:aws-marketplace::aws:agreement:%s"
                .formatted(deal.product().partition(), deal.agreementId()));
    return envelope;
  }

  /** An event that names no resource. */
  static Envelope without(String detailType, Deal deal, Instant at) {
    return new Envelope(detailType, deal.product(), at);
  }

  /** A new object in the detail. */
  ObjectNode object(String name) {
    return detail.putObject(name);
  }

  /** Buyer, maker of the offer and, if a partner made it, the seller's permission. */
  Envelope parties(Deal deal, boolean named) {
    Deal.Reseller reseller = deal.reseller();
    if (reseller != null) {
      object("resaleAuthorization").put("id", reseller.resaleAuthorizationId());
    }
    return acceptorAndProposer(deal, named);
  }

  /** Buyer and maker of the offer. */
  Envelope acceptorAndProposer(Deal deal, boolean named) {
    object("acceptor").put("accountId", deal.acceptorId());
    ObjectNode proposer = object("proposer");
    if (named) {
      proposer.put("name", deal.product().sellerName());
    }
    proposer.put("accountId", deal.proposerId());
    return this;
  }

  Envelope offer(Deal deal) {
    object("offer").put("id", deal.offerId());
    return this;
  }

  Envelope product(Deal deal) {
    object("product").put("id", deal.product().productId()).put("title", deal.product().titleEn());
    return this;
  }

  Event event() {
    root.set("detail", detail);
    return new Event(detailType, JSON.writeValueAsString(root));
  }

  /** A moment as events print it, in whole seconds. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** A moment, or JSON null. */
  static @Nullable String timeOrNull(@Nullable Instant at) {
    return at == null ? null : time(at);
  }
}
