package awssimulator.events;

import awssimulator.settings.ProductSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bodies of legacy notifications (facts §2.2). Outside China an offer is named on
 * subscribe-success and subscribe-fail, and every subscription message says whether a free trial is
 * part of it, as a string. In China only private offers are named, and only a trial is mentioned.
 */
public enum LegacyMessage {
  /** The subscription is valid; sent again when the buyer accepts another offer. */
  SUBSCRIBE_SUCCESS("subscribe-success"),
  /** Payment or set-up failed. */
  SUBSCRIBE_FAIL("subscribe-fail"),
  /** The end was told; about an hour is left. */
  UNSUBSCRIBE_PENDING("unsubscribe-pending"),
  /** The end; usage is no longer taken. */
  UNSUBSCRIBE_SUCCESS("unsubscribe-success"),
  /** What a contract grants changed. */
  ENTITLEMENT_UPDATED("entitlement-updated");

  private final String action;

  LegacyMessage(String action) {
    this.action = action;
  }

  /** The word in the message, which is also the kind of the notification. */
  public String action() {
    return action;
  }

  /** The message's JSON. */
  public String body(
      ProductSettings product,
      String customerIdentifier,
      String offerId,
      boolean privateOffer,
      boolean freeTrial) {
    boolean china = product.partition().equals("aws-cn");
    Map<String, String> body = new LinkedHashMap<>();
    body.put("action", action);
    body.put("customer-identifier", customerIdentifier);
    body.put("product-code", product.code());
    if (namesOffer() && (privateOffer || !china)) {
      body.put("offer-identifier", offerId);
    }
    if (this != ENTITLEMENT_UPDATED && (freeTrial || !china)) {
      body.put("isFreeTrialTermPresent", String.valueOf(freeTrial));
    }
    return Envelope.JSON.writeValueAsString(body);
  }

  private boolean namesOffer() {
    return this == SUBSCRIBE_SUCCESS || this == SUBSCRIBE_FAIL;
  }
}
