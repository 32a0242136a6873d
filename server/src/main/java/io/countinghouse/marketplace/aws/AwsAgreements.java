package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.AgreementSearch;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.aws.AwsJsonClient.Reply;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** SearchAgreements for the proposer (facts, 6). */
@Component
class AwsAgreements implements AgreementSearch {

  private static final String SEARCH = "AWSMPCommerceService_v20200301.SearchAgreements";
  private static final int PAGE_SIZE = 50;

  /** More pages than any seller has; a token that never ends must not keep us. */
  private static final int PAGES_MAX = 10_000;

  private final AwsJsonClient client;
  private final JsonMapper json;

  AwsAgreements(AwsJsonClient client, JsonMapper json) {
    this.client = client;
    this.json = json;
  }

  @Override
  public Answer active(Product product) {
    List<Held> agreements = new ArrayList<>();
    String token = "";
    for (int page = 0; page < PAGES_MAX; page++) {
      Reply reply = client.callAgreements(product, SEARCH, request(token));
      if (!(reply instanceof Reply.Ok(String body))) {
        return new Answer.Unavailable(reply.toString());
      }
      try {
        JsonNode answer = json.readTree(body);
        answer.path("agreementViewSummaries").forEach(it -> agreements.add(held(it)));
        token = answer.path("nextToken").asString("");
      } catch (JacksonException e) {
        return new Answer.Unavailable("the answer is no JSON");
      }
      if (token.isEmpty()) {
        return new Answer.Active(agreements);
      }
    }
    return new Answer.Unavailable("the pages do not end");
  }

  private String request(String token) {
    ObjectNode request = json.createObjectNode().put("catalog", "AWSMarketplace");
    ArrayNode filters = request.putArray("filters");
    filter(filters, "PartyType", "Proposer");
    filter(filters, "AgreementType", "PurchaseAgreement");
    filter(filters, "Status", "ACTIVE");
    request.put("maxResults", PAGE_SIZE);
    if (!token.isEmpty()) {
      request.put("nextToken", token);
    }
    return json.writeValueAsString(request);
  }

  private static void filter(ArrayNode filters, String name, String value) {
    filters.addObject().put("name", name).putArray("values").add(value);
  }

  private static Held held(JsonNode summary) {
    List<String> products = new ArrayList<>();
    summary
        .path("proposalSummary")
        .path("resources")
        .forEach(it -> products.add(it.path("id").asString("")));
    return new Held(
        summary.path("agreementId").asString(""),
        summary.path("acceptor").path("accountId").asString(""),
        products);
  }
}
