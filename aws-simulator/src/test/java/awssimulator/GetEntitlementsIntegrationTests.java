package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** GetEntitlements: filters, pages, refusals; entitlements end with their agreement. */
class GetEntitlementsIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TARGET = "AWSMPEntitlementService.GetEntitlements";
  private static final String FIRST = "345678901234";
  private static final String SECOND = "456789012345";
  private static VectorMarket market = start("concurrent", Map.of());
  private static Agreement first = subscribe(market, FIRST, 5);
  private static Agreement again = subscribe(market, FIRST, 6);
  private static Agreement second = subscribe(market, SECOND, 7);

  private static VectorMarket start(String model, Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>(more);
    for (int i = 0; i < 2; i++) {
      String dimension = "contract-dimensions[" + i + "].";
      settings.put(dimension + "name", List.of("seats", "Projects").get(i));
      settings.put(dimension + "title-zh", "量");
      settings.put(dimension + "title-en", "Amount");
    }
    return VectorMarket.start(model, Instant.parse("2026-09-10T08:00:00Z"), settings);
  }

  private static Agreement subscribe(VectorMarket market, String account, long seats) {
    return market.subscribe(
        account,
        new Offer(
            null,
            false,
            null,
            Instant.parse("2027-09-10T08:00:00Z"),
            null,
            null,
            null,
            null,
            Map.of("seats", seats, "Projects", 2L)));
  }

  @BeforeAll
  static void different() {
    assertThat(first.licenseArn()).isNotEqualTo(again.licenseArn());
  }

  @AfterAll
  static void stop() {
    market.close();
  }

  private static HttpResponse<String> send(VectorMarket market, String request) {
    return market.seller().send(market.simulator(), TARGET, request);
  }

  private static JsonNode answer(VectorMarket market, String more) {
    HttpResponse<String> response =
        send(market, "{\"ProductCode\":\"%s\"%s}".formatted(VectorMarket.PRODUCT, more));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static List<String> found(JsonNode answer) {
    List<String> found = new ArrayList<>();
    for (JsonNode entitlement : answer.get("Entitlements")) {
      found.add(
          "%s %s=%s"
              .formatted(
                  entitlement.get("CustomerAWSAccountId").stringValue(),
                  entitlement.get("Dimension").stringValue(),
                  entitlement.at("/Value/IntegerValue").intValue()));
    }
    return found;
  }

  private static List<String> filtered(String filter) {
    return found(answer(market, ",\"Filter\":" + filter));
  }

  @Test
  void withoutFilterAllAreFound() {
    assertThat(found(answer(market, ""))).hasSize(6);
  }

  @Test
  void valuesOfOneKeyAreAlternativesAndKeysMustAllMatch() {
    assertThat(
            filtered(
                "{\"CUSTOMER_AWS_ACCOUNT_ID\":[\"%s\",\"%s\"],\"DIMENSION\":[\"seats\"]}"
                    .formatted(FIRST, SECOND)))
        .containsExactlyInAnyOrder(FIRST + " seats=5", FIRST + " seats=6", SECOND + " seats=7");
    assertThat(
            filtered(
                "{\"CUSTOMER_AWS_ACCOUNT_ID\":[\"%s\"],\"LICENSE_ARN\":[\"%s\"]}"
                    .formatted(FIRST, second.licenseArn())))
        .isEmpty();
  }

  @Test
  void aLicenceTellsTwoAgreementsOfOneAccountApart() {
    assertThat(filtered("{\"LICENSE_ARN\":[\"%s\"]}".formatted(again.licenseArn())))
        .containsExactlyInAnyOrder(FIRST + " seats=6", FIRST + " Projects=2");
  }

  @Test
  void dimensionsAreCaseSensitive() {
    assertThat(filtered("{\"DIMENSION\":[\"projects\"]}")).isEmpty();
    assertThat(filtered("{\"DIMENSION\":[\"Projects\"]}")).hasSize(3);
  }

  @Test
  void aCustomerIdentifierThatTheSellerIsNotToldMatchesNothing() {
    assertThat(filtered("{\"CUSTOMER_IDENTIFIER\":[\"%s\"]}".formatted(market.customer(FIRST))))
        .isEmpty();
    JsonNode entitlement = answer(market, "").at("/Entitlements/0");
    assertThat(entitlement.has("CustomerIdentifier")).isFalse();
    assertThat(entitlement.get("ExpirationDate").longValue())
        .isEqualTo(Instant.parse("2027-09-10T08:00:00Z").getEpochSecond());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | InvalidParameterException",
        "{'ProductCode':'unknown'} | InvalidParameterException",
        "{'ProductCode':'7h3t5y9u2i6o1p4a8s0d2f5g7'} | InvalidParameterException",
        "{'ProductCode':7} | SerializationException",
        "{'ProductCode':'P','MaxResults':0} | InvalidParameterException",
        "{'ProductCode':'P','MaxResults':26} | InvalidParameterException",
        "{'ProductCode':'P','MaxResults':'5'} | SerializationException",
        "{'ProductCode':'P','NextToken':'b3RoZXI='} | InvalidParameterException",
        "{'ProductCode':'P','NextToken':'!'} | InvalidParameterException",
        "{'ProductCode':'P','Filter':[]} | SerializationException",
        "{'ProductCode':'P','Filter':{'COLOUR':['red']}} | InvalidParameterException",
        "{'ProductCode':'P','Filter':{'DIMENSION':[]}} | InvalidParameterException",
        "{'ProductCode':'P','Filter':{'DIMENSION':'seats'}} | SerializationException",
        "{'ProductCode':'P','Filter':{'CUSTOMER_IDENTIFIER':['a'],'CUSTOMER_AWS_ACCOUNT_ID':['b']}}"
            + " | InvalidParameterException",
      },
      quoteCharacter = '"')
  void aWrongRequestIsRefused(String request, String type) {
    HttpResponse<String> response =
        send(market, request.replace("'P'", "'" + VectorMarket.PRODUCT + "'").replace('\'', '"'));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).get("__type").stringValue()).isEqualTo(type);
  }

  private static List<Integer> pages(VectorMarket market, int pageSize) {
    List<Integer> sizes = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          answer(
              market,
              ",\"MaxResults\":%d%s"
                  .formatted(pageSize, token.isEmpty() ? "" : ",\"NextToken\":\"" + token + "\""));
      sizes.add(page.get("Entitlements").size());
      token = page.path("NextToken").stringValue("");
    } while (!token.isEmpty());
    return sizes;
  }

  @Test
  void pagesHoldAtMostAsManyAsAsked() {
    assertThat(pages(market, 4)).containsExactly(4, 2);
    assertThat(pages(market, 6)).containsExactly(6);
  }

  @Test
  void aTokenIsGoodOnlyForItsOwnQuery() {
    JsonNode page = answer(market, ",\"MaxResults\":1");
    HttpResponse<String> other =
        send(
            market,
            "{\"ProductCode\":\"%s\",\"Filter\":{\"DIMENSION\":[\"seats\"]},\"NextToken\":%s}"
                .formatted(VectorMarket.PRODUCT, page.get("NextToken")));
    assertThat(other.body()).contains("InvalidParameterException");
  }

  @Test
  void emptyPagesMayComeBeforeFullOnes() {
    try (VectorMarket own =
        start("legacy", Map.of("aws-simulator.api.empty-entitlement-pages", "true"))) {
      subscribe(own, FIRST, 5);
      assertThat(pages(own, 1)).containsExactly(0, 1, 0, 1);
    }
  }

  @Test
  void inTheLegacyModelTheCustomerIsFoundAndTheContractEndsWithTheCancellation() {
    try (VectorMarket own = start("legacy", Map.of())) {
      Agreement agreement = subscribe(own, FIRST, 5);
      String filter =
          ",\"Filter\":{\"CUSTOMER_IDENTIFIER\":[\"%s\"]}".formatted(own.customer(FIRST));
      ObjectNode entitlement = (ObjectNode) answer(own, filter).at("/Entitlements/0");
      assertThat(entitlement.get("CustomerIdentifier").stringValue())
          .isEqualTo(own.customer(FIRST));
      assertThat(entitlement.has("LicenseArn")).isFalse();
      own.market().cancel(agreement.agreementId());
      assertThat(answer(own, filter).get("Entitlements")).isEmpty();
    }
  }

  @Test
  void itIsOnlyInItsOneRegion() {
    HttpResponse<String> response =
        market
            .seller()
            .in("eu-west-1")
            .send(
                market.simulator(),
                TARGET,
                "{\"ProductCode\":\"%s\"}".formatted(VectorMarket.PRODUCT));
    assertThat(response.body()).contains("InvalidSignatureException", "valid region");
  }
}
