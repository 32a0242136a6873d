package awssimulator.wire;

import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import awssimulator.wire.PageTokens.Position;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SearchAgreements for the proposer (facts §6): what a seller's repair job compares itself with.
 */
@Component
class SearchAgreements implements Operation {
  private static final int PAGE_MAX = 50;

  private final Agreements agreements;
  private final SimulatorSettings settings;

  SearchAgreements(Agreements agreements, SimulatorSettings settings) {
    this.agreements = agreements;
    this.settings = settings;
  }

  @Override
  public String target() {
    return "AWSMPCommerceService_v20200301.SearchAgreements";
  }

  @Override
  public ObjectNode run(Call call, ObjectNode request) {
    Regions.check(call.caller(), Regions.agreements());
    checkCatalog(request);
    AgreementQuery query = AgreementQuery.read(request.get("filters"));
    Comparator<Agreement> order = order(request);
    int pageSize = pageSize(request);
    String canonical = query + " " + request.get("sort");
    Position position =
        Json.text(request, "nextToken")
            .map(token ->
                PageTokens.read(canonical, token)
                    .orElseThrow(() ->
                        AgreementErrors.validation(
                            "INVALID_NEXT_TOKEN", "nextToken", "nextToken is not valid")))
            .orElse(Position.FIRST);
    List<Agreement> found =
        query.asAcceptor()
            ? List.of()
            : agreements.search(query.filter(call.caller().sellerAccountId())).stream()
                .filter(agreement -> query.matchesResource() && isProposed(agreement))
                .sorted(order)
                .toList();
    int from = Math.min(position.offset(), found.size());
    int to = Math.min(from + pageSize, found.size());
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode summaries = answer.putArray("agreementViewSummaries");
    for (Agreement agreement : found.subList(from, to)) {
      call.about(agreement.agreementId());
      summaries.add(AgreementView.summary(agreement, agreements.product(agreement.productCode())));
    }
    if (to < found.size()) {
      answer.put("nextToken", PageTokens.write(canonical, new Position(to, false)));
    }
    return answer;
  }

  /** Whether the seller made the offer itself, in the partition that has the Agreement API. */
  private boolean isProposed(Agreement agreement) {
    return agreement.terms().reseller() == null
        && settings
            .product(agreement.productCode())
            .map(ProductSettings::partition)
            .filter("aws"::equals)
            .isPresent();
  }

  private static void checkCatalog(ObjectNode request) {
    String catalog = Json.text(request, "catalog").orElse("");
    if (!catalog.equals("AWSMarketplace")) {
      throw AgreementErrors.validation(
          "INVALID_CATALOG", "catalog", "catalog must be AWSMarketplace");
    }
  }

  private static int pageSize(ObjectNode request) {
    long size = Json.integer(request, "maxResults").orElse((long) PAGE_MAX);
    if (size < 1 || size > PAGE_MAX) {
      throw AgreementErrors.validation(
          "INVALID_MAX_RESULTS", "maxResults", "maxResults must be between 1 and " + PAGE_MAX);
    }
    return (int) size;
  }

  /** By end, the latest first, unless asked otherwise; without an end counts as the latest. */
  private static Comparator<Agreement> order(ObjectNode request) {
    JsonNode node = request.get("sort");
    ObjectNode sort =
        node == null || node.isNull() ? Json.MAPPER.createObjectNode() : Json.object(node, "sort");
    Comparator<Agreement> by =
        switch (Json.text(sort, "sortBy").orElse("EndTime")) {
          case "EndTime" -> Comparator.comparing(SearchAgreements::end);
          case "StartTime" -> Comparator.comparing(Agreement::startAt);
          default ->
              throw AgreementErrors.validation(
                  "INVALID_SORT_BY", "sort.sortBy", "sortBy must be EndTime or StartTime");
        };
    Comparator<Agreement> ordered =
        switch (Json.text(sort, "sortOrder").orElse("DESCENDING")) {
          case "ASCENDING" -> by;
          case "DESCENDING" -> by.reversed();
          default ->
              throw AgreementErrors.validation(
                  "INVALID_SORT_ORDER",
                  "sort.sortOrder",
                  "sortOrder must be ASCENDING or DESCENDING");
        };
    return ordered.thenComparing(Agreement::agreementId);
  }

  private static Instant end(Agreement agreement) {
    Instant end = agreement.endAt();
    return end == null ? Instant.MAX : end;
  }

  @Override
  public AwsException internalError() {
    return AgreementErrors.internal();
  }

  @Override
  public AwsException disabled() {
    return AgreementErrors.denied();
  }
}
