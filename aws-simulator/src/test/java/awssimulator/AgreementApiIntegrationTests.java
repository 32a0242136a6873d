package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** DescribeAgreement and SearchAgreements as a seller's repair job needs them. */
class AgreementApiIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SERVICE = "AWSMPCommerceService_v20200301.";
  private static final String FIRST = "345678901234";
  private static final String SECOND = "456789012345";
  private static final String BASE =
      "{\"name\":\"PartyType\",\"values\":[\"Proposer\"]},"
          + "{\"name\":\"AgreementType\",\"values\":[\"PurchaseAgreement\"]}";
  private static final VectorMarket MARKET =
      VectorMarket.start("concurrent", Instant.parse("2026-09-10T08:00:00Z"), Map.of());
  private static final Agreement PAYG = subscribe(FIRST, null, "offer-payg");
  private static final Agreement SHORT = subscribe(FIRST, "2026-10-01T00:00:00Z", "offer-short");
  private static final Agreement LONG = subscribe(SECOND, "2027-10-01T00:00:00Z", "offer-long");
  private static final Agreement CANCELLED = cancelled();

  private static Agreement subscribe(String account, @Nullable String end, String offer) {
    return MARKET.subscribe(
        account,
        new Offer(
            offer,
            end != null,
            null,
            end == null ? null : Instant.parse(end),
            null,
            null,
            null,
            null,
            null));
  }

  private static Agreement cancelled() {
    return MARKET.market().cancel(subscribe(SECOND, null, "offer-gone").agreementId());
  }

  @AfterAll
  static void stop() {
    MARKET.close();
  }

  private static HttpResponse<String> send(String operation, String request) {
    return MARKET.seller().send(MARKET.simulator(), SERVICE + operation, request);
  }

  private static String search(String filters, String more) {
    return "{\"catalog\":\"AWSMarketplace\",\"filters\":[%s]%s}"
        .formatted(filters.isEmpty() ? BASE : BASE + "," + filters, more);
  }

  private static JsonNode page(String filters, String more) {
    HttpResponse<String> response = send("SearchAgreements", search(filters, more));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/x-amz-json-1.0");
    return JSON.readTree(response.body());
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.get("agreementViewSummaries")
        .forEach(summary -> ids.add(summary.get("agreementId").stringValue()));
    return ids;
  }

  private static String filter(String name, String value) {
    return "{\"name\":\"%s\",\"values\":[\"%s\"]}".formatted(name, value);
  }

  private static String id(Agreement agreement) {
    return agreement.agreementId();
  }

  private static List<String> found(String... filters) {
    return ids(page(String.join(",", filters), ""));
  }

  @Test
  void theRepairJobsQueryFindsWhatAnAccountHasOfAProduct() {
    assertThat(
            found(
                filter("AcceptorAccountId", FIRST),
                filter("ResourceIdentifier", "prod-7hqv2mexample1"),
                filter("Status", "ACTIVE")))
        .containsExactlyInAnyOrder(id(PAYG), id(SHORT));
    assertThat(found(filter("ResourceIdentifier", "prod-other"))).isEmpty();
  }

  @Test
  void eachFilterNarrowsTheSearch() {
    assertThat(found()).hasSize(4);
    assertThat(found(filter("Status", "CANCELLED"))).containsExactly(id(CANCELLED));
    assertThat(found(filter("Status", "ARCHIVED"))).isEmpty();
    assertThat(found(filter("OfferId", "offer-long"))).containsExactly(id(LONG));
    assertThat(found(filter("ResourceType", "SaaSProduct"))).hasSize(4);
    assertThat(found(filter("ResourceType", "AmiProduct"))).isEmpty();
    assertThat(found(filter("OfferSetId", "offerset-1"))).isEmpty();
    assertThat(found(filter("BeforeEndTime", "2026-12-31T00:00:00Z"))).containsExactly(id(SHORT));
    assertThat(found(filter("AfterEndTime", "2026-12-31T00:00:00Z"))).containsExactly(id(LONG));
  }

  @Test
  void aSellerBoughtNothing() {
    String request = search("", "").replace("Proposer", "Acceptor");
    assertThat(
            JSON.readTree(send("SearchAgreements", request).body()).get("agreementViewSummaries"))
        .isEmpty();
  }

  @Test
  void theLatestEndComesFirstUnlessAskedOtherwise() {
    assertThat(found(filter("Status", "ACTIVE"))).containsExactly(id(PAYG), id(LONG), id(SHORT));
    assertThat(
            ids(
                page(
                    filter("Status", "ACTIVE"),
                    ",\"sort\":{\"sortBy\":\"EndTime\",\"sortOrder\":\"ASCENDING\"}")))
        .containsExactly(id(SHORT), id(LONG), id(PAYG));
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    List<String> all = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page =
          page(
              "",
              ",\"maxResults\":3" + (token.isEmpty() ? "" : ",\"nextToken\":\"" + token + "\""));
      all.addAll(ids(page));
      token = page.path("nextToken").stringValue("");
      pages++;
    } while (!token.isEmpty());
    assertThat(pages).isEqualTo(2);
    assertThat(all).isEqualTo(found());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'filters':[B]} | INVALID_CATALOG",
        "{'catalog':'AWSMarketplace'} | UNSUPPORTED_FILTERS",
        "{'catalog':'AWSMarketplace','filters':[]} | OTHER",
        "{'catalog':'AWSMarketplace','filters':[{'name':'PartyType','values':['Proposer']}]}"
            + " | UNSUPPORTED_FILTERS",
        "{'catalog':'AWSMarketplace','filters':[B,{'name':'Colour','values':['red']}]}"
            + " | INVALID_FILTER_NAME",
        "{'catalog':'AWSMarketplace','filters':[B,{'name':'Status','values':['RED']}]}"
            + " | INVALID_FILTER_VALUES",
        "{'catalog':'AWSMarketplace','filters':[B,{'name':'Status','values':['ACTIVE','EXPIRED']}]}"
            + " | INVALID_FILTER_VALUES",
        "{'catalog':'AWSMarketplace','filters':[B,{'name':'BeforeEndTime','values':['soon']}]}"
            + " | INVALID_FILTER_VALUES",
        "{'catalog':'AWSMarketplace','filters':[B,{'name':'OfferId','values':['o']},"
            + "{'name':'ResourceIdentifier','values':['p']}]} | UNSUPPORTED_FILTERS",
        "{'catalog':'AWSMarketplace','filters':[B,{'name':'Status','values':['ACTIVE']},"
            + "{'name':'Status','values':['ACTIVE']}]} | UNSUPPORTED_FILTERS",
        "{'catalog':'AWSMarketplace','filters':[B],'maxResults':51} | INVALID_MAX_RESULTS",
        "{'catalog':'AWSMarketplace','filters':[B],'nextToken':'bm8='} | INVALID_NEXT_TOKEN",
        "{'catalog':'AWSMarketplace','filters':[B],'sort':{'sortBy':'Colour'}} | INVALID_SORT_BY",
        "{'catalog':'AWSMarketplace','filters':[B],'sort':{'sortOrder':'UP'}} | INVALID_SORT_ORDER",
      })
  void aWrongSearchIsRefusedWithItsReason(String request, String reason) {
    HttpResponse<String> response =
        send("SearchAgreements", request.replace('\'', '"').replace("[B", "[" + BASE));
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.body());
    assertThat(error.get("__type").stringValue()).isEqualTo("ValidationException");
    assertThat(error.get("reason").stringValue()).isEqualTo(reason);
    assertThat(error.get("requestId").stringValue())
        .isEqualTo(response.headers().firstValue("x-amzn-RequestId").orElseThrow());
    assertThat(error.at("/fields/0/name").stringValue()).isNotBlank();
  }

  @Test
  void anEndIsDescribedWhereThereIsOne() {
    JsonNode answer =
        JSON.readTree(
            send("DescribeAgreement", "{\"agreementId\":\"%s\"}".formatted(id(SHORT))).body());
    assertThat(answer.get("endTime").longValue())
        .isEqualTo(Instant.parse("2026-10-01T00:00:00Z").getEpochSecond());
    assertThat(answer.at("/proposalSummary/offerId").stringValue()).isEqualTo("offer-short");
    JsonNode gone =
        JSON.readTree(
            send("DescribeAgreement", "{\"agreementId\":\"%s\"}".formatted(id(CANCELLED))).body());
    assertThat(gone.get("status").stringValue()).isEqualTo("CANCELLED");
  }

  @Test
  void anAgreementOfAnotherSellerIsNotFound() {
    Agreement other =
        MARKET
            .market()
            .subscribe(
                FIRST, "7h3t5y9u2i6o1p4a8s0d2f5g7", Offer.standard(), Offer.Payment.OK, false);
    for (String unknown : List.of(id(other), "agmt-none")) {
      HttpResponse<String> response =
          send("DescribeAgreement", "{\"agreementId\":\"%s\"}".formatted(unknown));
      JsonNode error = JSON.readTree(response.body());
      assertThat(error.get("__type").stringValue()).isEqualTo("ResourceNotFoundException");
      assertThat(error.get("resourceId").stringValue()).isEqualTo(unknown);
    }
  }

  @Test
  void anIdIsRequiredAndWellFormed() {
    assertThat(send("DescribeAgreement", "{}").body()).contains("MISSING_AGREEMENT_ID");
    assertThat(send("DescribeAgreement", "{\"agreementId\":\"no blank\"}").body())
        .contains("INVALID_AGREEMENT_ID");
  }

  @Test
  void chinaHasNoAgreementApi() {
    HttpResponse<String> response =
        SignedCall.of(MARKET.simulator().product())
            .send(MARKET.simulator(), SERVICE + "SearchAgreements", search("", ""));
    assertThat(response.body()).contains("InvalidSignatureException", "valid region");
  }

  @Test
  void itFailsUnderItsOwnNames() {
    MARKET.faults(
        "SearchAgreements", "{\"kind\":\"internal-error\"}", "{\"kind\":\"disabled-api\"}");
    HttpResponse<String> failed = send("SearchAgreements", search("", ""));
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("InternalServerException");
    assertThat(send("SearchAgreements", search("", "")).body()).contains("AccessDeniedException");
  }
}
