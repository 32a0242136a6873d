package awssimulator.market;

import awssimulator.settings.ProductSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bodies of legacy notifications (facts §2.2). Outside China an offer is named on
 * subscribe-success, and every message says whether a free trial is part of it, as a string.
 */
enum Message {
  SUBSCRIBE_SUCCESS("subscribe-success"),
  UNSUBSCRIBE_PENDING("unsubscribe-pending"),
  UNSUBSCRIBE_SUCCESS("unsubscribe-success");

  private static final JsonMapper JSON = new JsonMapper();

  private final String action;

  Message(String action) {
    this.action = action;
  }

  String action() {
    return action;
  }

  String body(ProductSettings product, Account account) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("action", action);
    body.put("customer-identifier", account.customerIdentifier());
    body.put("product-code", product.code());
    if (!product.partition().equals("aws-cn")) {
      if (this == SUBSCRIBE_SUCCESS) {
        body.put("offer-identifier", Ids.offerId());
      }
      body.put("isFreeTrialTermPresent", "false");
    }
    return JSON.writeValueAsString(body);
  }
}
