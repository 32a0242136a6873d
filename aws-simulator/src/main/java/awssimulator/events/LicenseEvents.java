package awssimulator.events;

import awssimulator.settings.ProductSettings;
import java.time.Instant;

/** Events about licences (facts §3.4); the seller of the product always gets them. */
public final class LicenseEvents {
  private LicenseEvents() {}

  /** The buyer's entitlement was granted or changed. */
  public static Event updated(Deal deal, Instant at) {
    return license("License Updated - Manufacturer", deal, at);
  }

  /** The buyer's entitlement ends. */
  public static Event deprovisioned(Deal deal, Instant at) {
    return license("License Deprovisioned - Manufacturer", deal, at);
  }

  private static Event license(String detailType, Deal deal, Instant at) {
    Envelope event = Envelope.about(detailType, deal, at);
    event.object("agreement").put("id", deal.agreementId());
    event
        .object("product")
        .put("code", deal.product().code())
        .put("id", deal.product().productId());
    event.object("license").put("arn", printed(deal));
    return event.acceptorAndProposer(deal, false).offer(deal).event();
  }

  /** The licence as events print it (conflict C7). */
  private static String printed(Deal deal) {
    ProductSettings product = deal.product();
    String arn = deal.licenseArn();
    return switch (product.eventLicenseArn()) {
      case ARN -> arn;
      case PRINTED ->
          "%s:license-manager:us-east-1:%s:%s"
              .formatted(
                  product.partition(),
                  product.licenseIssuer(),
                  arn.substring(arn.lastIndexOf(':') + 1));
    };
  }
}
