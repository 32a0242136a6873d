package awssimulator;

import static awssimulator.VectorMarket.PRODUCT;
import static awssimulator.VectorMarket.status;
import static org.assertj.core.api.Assertions.assertThat;

import awssimulator.market.Agreement;
import awssimulator.market.Offer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** BatchMeterUsage by licence: what is charged to whom, once, and what AWS refuses. */
class LicenseMeteringIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCOUNT = TestSimulator.ACCOUNT;
  private static final String SIBLING = "2b2b2b2b2b2b2b2b2b2b2b2b2";
  private static final Instant START = Instant.parse("2026-09-10T10:20:00Z");
  private static final long TEN = Instant.parse("2026-09-10T10:00:00Z").getEpochSecond();
  private VectorMarket market = start(Map.of());
  private Agreement agreement = market.subscribe(ACCOUNT, Offer.standard());

  private static VectorMarket start(Map<String, String> more) {
    Map<String, String> settings = new LinkedHashMap<>(more);
    VectorMarket.product(SIBLING, "concurrent")
        .forEach((key, value) -> settings.put("aws-simulator.products.sibling." + key, value));
    return VectorMarket.start("concurrent", START, settings);
  }

  private void restart(Map<String, String> more) {
    market.close();
    market = start(more);
    agreement = market.subscribe(ACCOUNT, Offer.standard());
  }

  @BeforeEach
  void elevenOClock() {
    market.at("2026-09-10T11:00:00Z");
  }

  @AfterEach
  void stop() {
    market.close();
  }

  private static String usage(String account, String license, long timestamp, int quantity) {
    return """
    {"Timestamp":%d,"CustomerAWSAccountId":"%s","LicenseArn":"%s",\
    "Dimension":"data_gb","Quantity":%d}\
    """
        .formatted(timestamp, account, license, quantity);
  }

  private String usage(long timestamp, int quantity) {
    return usage(ACCOUNT, agreement.licenseArn(), timestamp, quantity);
  }

  private HttpResponse<String> meter(String records) {
    return send("{\"UsageRecords\":[%s]}".formatted(records));
  }

  private HttpResponse<String> send(String request) {
    return market.seller().send(market.simulator(), "BatchMeterUsage", request);
  }

  private void assertRefused(HttpResponse<String> response, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).get("__type").stringValue()).isEqualTo(type);
    assertThat(market.simulator().get("/metering-records")).isEmpty();
  }

  @Test
  void twoAgreementsOfOneAccountAreChargedEachByItsLicence() {
    Agreement second = market.subscribe(ACCOUNT, Offer.standard());
    HttpResponse<String> response =
        meter(
            usage(TEN, 3)
                + ","
                + usage(
                    ACCOUNT,
                    second.licenseArn(),
                    Instant.parse("2026-09-10T11:00:00Z").getEpochSecond(),
                    4));
    assertThat(status(response)).isEqualTo("Success");
    for (Map.Entry<String, Integer> expected :
        Map.of(agreement.agreementId(), 3, second.agreementId(), 4).entrySet()) {
      JsonNode charged =
          market.simulator().get("/metering-records?agreementId=" + expected.getKey());
      assertThat(charged).hasSize(1);
      assertThat(charged.get(0).get("quantity").intValue()).isEqualTo(expected.getValue());
    }
  }

  @Test
  void licencesOfTwoProductsFailTheRequest() {
    Agreement other =
        market.market().subscribe(ACCOUNT, SIBLING, Offer.standard(), Offer.Payment.OK, false);
    assertRefused(
        meter(usage(TEN, 3) + "," + usage(ACCOUNT, other.licenseArn(), TEN + 3600, 3)),
        "InvalidLicenseException");
  }

  @Test
  void aLicenceOfAnotherSellerIsNotKnown() {
    Agreement other =
        market
            .market()
            .subscribe(
                ACCOUNT, "7h3t5y9u2i6o1p4a8s0d2f5g7", Offer.standard(), Offer.Payment.OK, false);
    assertRefused(
        meter(usage(ACCOUNT, other.licenseArn(), TEN + 3600, 3)), "InvalidLicenseException");
  }

  @Test
  void aLicenceIsTakenOnlyAsTheApiWritesIt() {
    String printed = agreement.licenseArn().replace("arn:aws:", "aws:").replace("license:l-", "l-");
    assertRefused(meter(usage(ACCOUNT, printed, TEN, 3)), "InvalidLicenseException");
  }

  @Test
  void theAccountOfTheLicenceIsRequired() {
    String usage = usage(TEN, 3);
    String account = "\"CustomerAWSAccountId\":\"" + ACCOUNT + "\",";
    assertRefused(meter(usage.replace(account, "")), "ValidationException");
    assertRefused(
        meter(usage.replace(account, account + "\"CustomerIdentifier\":\"c\",")),
        "ValidationException");
  }

  @Test
  void aProductCodeMustBeLeftOutBesideALicence() {
    assertRefused(
        send("{\"ProductCode\":\"%s\",\"UsageRecords\":[%s]}".formatted(PRODUCT, usage(TEN, 3))),
        "ValidationException");
  }

  @Test
  void aRecordWithoutLicenceBesideOneWithHasNoProduct() {
    String usage = usage(TEN, 3);
    String license = "\"LicenseArn\":\"" + agreement.licenseArn() + "\",";
    assertRefused(meter(usage + "," + usage.replace(license, "")), "InvalidProductCodeException");
  }

  @Test
  void aProductOfTheConcurrentModelIsNotMeteredByItsCode() {
    assertRefused(byCode(), "InvalidProductCodeException");
  }

  private HttpResponse<String> byCode() {
    return send(
        """
        {"ProductCode":"%s","UsageRecords":[{"Timestamp":%d,"CustomerAWSAccountId":"%s",\
        "Dimension":"data_gb","Quantity":3}]}\
        """
            .formatted(PRODUCT, TEN, ACCOUNT));
  }

  @Test
  void whereBothFormsAreTakenTheSameHourIsChargedTwice() {
    restart(Map.of("customer-identifier-in-resolve", "true"));
    market.at("2026-09-10T11:00:00Z");
    assertThat(status(byCode())).isEqualTo("Success");
    assertThat(status(meter(usage(TEN, 3)))).isEqualTo("Success");
    assertThat(market.simulator().get("/metering-records")).hasSize(2);
  }

  @Test
  void usageBeforeTheHourOfTheActivationIsRefused() {
    assertRefused(meter(usage(TEN - 1, 3)), "InvalidLicenseException");
    assertThat(status(meter(usage(TEN, 3)))).isEqualTo("Success");
  }

  @Test
  void aStrictStartRefusesTheHourBeforeTheVeryMoment() {
    restart(Map.of("aws-simulator.metering.strict-start", "true"));
    market.at("2026-09-10T11:00:00Z");
    assertRefused(meter(usage(TEN, 3)), "InvalidLicenseException");
    assertThat(status(meter(usage(TEN + 1201, 3)))).isEqualTo("Success");
  }

  @Test
  void afterTheEndNobodyIsSubscribedWhateverTheHour() {
    market.market().cancel(agreement.agreementId());
    market.at("2026-09-10T11:59:00Z");
    assertThat(status(meter(usage(TEN, 3)))).isEqualTo("Success");
    market.at("2026-09-10T13:10:00Z");
    assertThat(status(meter(usage(TEN + 3600, 3)))).isEqualTo("CustomerNotSubscribed");
    assertThat(status(meter(usage(TEN + 3 * 3600, 3)))).isEqualTo("CustomerNotSubscribed");
  }

  @Test
  void aSuspendedBuyerIsNotSubscribedUntilResumed() {
    String account = "/accounts/" + ACCOUNT;
    market.simulator().post(account + "/suspend", "{}");
    assertThat(status(meter(usage(TEN, 3)))).isEqualTo("CustomerNotSubscribed");
    market.simulator().post(account + "/resume", "{}");
    assertThat(status(meter(usage(TEN, 3)))).isEqualTo("Success");
  }

  @Test
  void aHeldAgreementTakesNoUsageYet() {
    Agreement held =
        market.market().subscribe(ACCOUNT, PRODUCT, Offer.standard(), Offer.Payment.PENDING, false);
    assertThat(status(meter(usage(ACCOUNT, held.licenseArn(), TEN + 3600, 3))))
        .isEqualTo("CustomerNotSubscribed");
  }

  @Test
  void anHourIsChargedOnceOverAReturnUnderTheSameLicence() {
    assertThat(status(meter(usage(TEN, 3)))).isEqualTo("Success");
    market.market().cancel(agreement.agreementId());
    market.simulator().post("/subscriptions/" + agreement.agreementId() + "/return", "{}");
    assertThat(status(meter(usage(TEN, 4)))).isEqualTo("DuplicateRecord");
    assertThat(status(meter(usage(TEN + 3600, 4)))).isEqualTo("Success");
    assertThat(market.simulator().get("/metering-records?agreementId=" + agreement.agreementId()))
        .hasSize(1);
    assertThat(market.simulator().get("/metering-records")).hasSize(2);
  }

  @Test
  void eachRegionChargesAnHourOnItsOwn() {
    restart(Map.of("aws-simulator.metering.more-regions." + PRODUCT, "eu-west-1"));
    market.at("2026-09-10T11:00:00Z");
    String request = "{\"UsageRecords\":[%s]}".formatted(usage(TEN, 3));
    assertThat(status(send(request))).isEqualTo("Success");
    assertThat(
            status(
                market
                    .seller()
                    .in("eu-west-1")
                    .send(market.simulator(), "BatchMeterUsage", request)))
        .isEqualTo("Success");
    assertThat(market.simulator().get("/metering-records")).hasSize(2);
  }
}
