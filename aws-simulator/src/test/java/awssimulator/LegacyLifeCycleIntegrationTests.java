package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import tools.jackson.databind.JsonNode;

/** Each step of an agreement's life in the legacy model, of a product with a contract of seats. */
class LegacyLifeCycleIntegrationTests {
  private static final String SUCCESS = "subscribe-success";
  private static final String ENTITLED = "entitlement-updated";
  private static final String PENDING = "unsubscribe-pending";
  private static final String OVER = "unsubscribe-success";

  private static Market market;

  @BeforeAll
  static void start() {
    market = Market.start();
  }

  @AfterAll
  static void stop() {
    market.close();
  }

  private static String pay(String payment) {
    return market.subscribeAs(
        "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"payment\":\"%s\"}"
            .formatted(market.account(), Market.LEGACY, payment));
  }

  private static String offer(JsonNode message) {
    return message.get("offer-identifier").stringValue();
  }

  @Test
  void aPaymentMayFailAfterTheLanding() {
    String agreement = pay("pending");
    assertThat(market.messages(agreement)).isEmpty();
    assertThat(
            market
                .simulator()
                .create("/subscriptions/" + agreement + "/token", "{}")
                .get("registrationToken")
                .stringValue())
        .isNotEmpty();
    market.step(agreement, "fail-payment");
    assertThat(market.kinds(agreement)).containsExactly("subscribe-fail");
    assertThat(market.state(agreement)).isEqualTo("FAILED -");
    String account = market.read(agreement).get("accountId").stringValue();
    assertThat(market.state(market.subscribe(account, Market.LEGACY))).isEqualTo("ACTIVE ACTIVE");
  }

  @Test
  void anOpenPaymentThatIsMadeIsASuccess() {
    String agreement = pay("pending");
    market.step(agreement, "confirm-payment");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED);
    assertThat(market.history(agreement))
        .containsExactly("ACCEPTED", "PAYMENT_OPEN", "PAID", "STARTED");
  }

  @Test
  void aFreeTrialIsOnTheLandingFormAndOneAnAccount() {
    String account = market.account();
    String body =
        "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"offer\":{\"freeTrial\":true}}"
            .formatted(account, Market.LEGACY);
    JsonNode subscribed = market.simulator().create("/subscriptions", body);
    String agreement = subscribed.get("agreementId").stringValue();
    assertThat(subscribed.get("offerType").stringValue()).isEqualTo("free-trial");
    market.step(agreement, "cancel");
    market.advance(Duration.ofHours(1));
    assertThat(market.messages(agreement))
        .filteredOn(m -> !m.get("action").stringValue().equals(ENTITLED))
        .allSatisfy(
            m -> assertThat(m.get("isFreeTrialTermPresent").stringValue()).isEqualTo("true"));
    market.simulator().control("POST", "/subscriptions", body, 409);
  }

  @Test
  void aPrivateOfferInTheFutureIsToldAtItsStart() {
    Instant start = market.now().plus(Duration.ofDays(2));
    String agreement =
        market.subscribe(market.account(), Market.LEGACY, "{\"startAt\":\"%s\"}".formatted(start));
    assertThat(market.messages(agreement)).isEmpty();
    assertThat(market.state(agreement)).isEqualTo("PENDING ACTIVE");
    market.advance(Duration.ofDays(2));
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED);
    assertThat(market.read(agreement).get("activeAt").stringValue()).isEqualTo(start.toString());
  }

  @Test
  void anUpgradeIsASuccessWithAnotherOffer() {
    String agreement = market.subscribe(Market.LEGACY);
    String same = market.step(agreement, "upgrade", "{\"offer\":{\"quantities\":{\"seats\":3}}}");
    assertThat(same).isEqualTo(agreement);
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED, SUCCESS, ENTITLED);
    assertThat(offer(market.messages(agreement).get(2)))
        .isNotEqualTo(offer(market.messages(agreement).getFirst()));
    assertThat(market.read(agreement).at("/terms/quantities/seats").intValue()).isEqualTo(3);
    assertThat(market.history(agreement)).endsWith("UPGRADED");
  }

  @Test
  void inChinaAnUpgradeNamesItsOffer() {
    String agreement = market.subscribe(TestSimulator.PRODUCT);
    market.step(agreement, "replace");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, SUCCESS);
    assertThat(market.messages(agreement).getFirst().has("offer-identifier")).isFalse();
    assertThat(offer(market.messages(agreement).getLast())).startsWith("offer-");
  }

  @Test
  void aContractThatRenewsItselfGoesOnForAsLong() {
    String agreement =
        market.subscribe(market.account(), Market.LEGACY, market.offer(20, ",\"autoRenew\":true"));
    JsonNode first = market.read(agreement).get("terms");
    Instant end = Instant.parse(first.get("endAt").stringValue());
    Duration term = Duration.between(Instant.parse(first.get("startAt").stringValue()), end);
    market.advance(Duration.ofDays(20));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED, ENTITLED);
    assertThat(end(agreement)).isEqualTo(end.plus(term));
    market.advance(term);
    assertThat(end(agreement)).isEqualTo(end.plus(term).plus(term));
    assertThat(market.history(agreement)).endsWith("RENEWED");
    market.step(agreement, "renew", "{\"offer\":{\"offerId\":\"offer-another\"}}");
    assertThat(market.kinds(agreement)).endsWith(ENTITLED, SUCCESS, ENTITLED);
  }

  private static Instant end(String agreement) {
    return Instant.parse(market.read(agreement).at("/terms/endAt").stringValue());
  }

  @Test
  void aContractEndsByTheClockWithoutEntitlementsAndWithAWindow() {
    String agreement = market.subscribe(market.account(), Market.LEGACY, market.offer(20, ""));
    market.advance(Duration.ofDays(20));
    assertThat(market.state(agreement)).isEqualTo("ENDING EXPIRED");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED, PENDING, ENTITLED);
    String path = "/products/" + Market.LEGACY + "/entitlements";
    assertThat(market.simulator().get(path).toString())
        .doesNotContain(market.read(agreement).get("accountId").stringValue());
    market.advance(Duration.ofHours(1));
    assertThat(market.kinds(agreement)).endsWith(OVER);
  }

  @Test
  void whoReturnsGoesOnAndATerminationDoesNotAskForThat() {
    String agreement = market.subscribe(Market.LEGACY);
    market.step(agreement, "terminate");
    assertThat(market.state(agreement)).isEqualTo("ENDING TERMINATED");
    assertThat(market.step(agreement, "return")).isEqualTo(agreement);
    market.advance(Duration.ofHours(2));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(agreement)).doesNotContain(OVER).endsWith(SUCCESS, ENTITLED);
  }

  @Test
  void whoReturnsByAnotherOfferHasItsTerms() {
    String account = market.account();
    String agreement = market.subscribe(account, Market.LEGACY);
    market.step(agreement, "cancel");
    String end = market.now().plus(Duration.ofDays(400)).toString();
    String again =
        market.subscribe(
            account,
            Market.LEGACY,
            "{\"privateOffer\":true,\"quantities\":{\"seats\":50},\"endAt\":\"%s\"}"
                .formatted(end));
    assertThat(again).isEqualTo(agreement);
    JsonNode now = market.read(agreement);
    assertThat(now.at("/terms/quantities/seats").asLong()).isEqualTo(50);
    assertThat(now.at("/terms/endAt").asString()).isEqualTo(end);
    assertThat(now.at("/terms/offerId").asString())
        .isEqualTo(
            offer(market.messages(agreement).get(market.kinds(agreement).lastIndexOf(SUCCESS))));
    market.step(agreement, "cancel");
    market
        .simulator()
        .control(
            "POST",
            "/subscriptions",
            "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"offer\":{\"offerId\":\"x y\"}}"
                .formatted(account, Market.LEGACY),
            400);
  }

  @Test
  void anAmendmentIsToldIfWhatIsGrantedChanges() {
    String agreement = market.subscribe(Market.LEGACY);
    market.step(agreement, "amend", "{\"totalContractValue\":\"5.00\"}");
    assertThat(market.kinds(agreement)).hasSize(2);
    market.step(agreement, "amend", "{\"quantities\":{\"seats\":2}}");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED, ENTITLED);
  }

  @Test
  void usageOfASuspendedAccountOrAgreementIsNotTaken() {
    String agreement = market.subscribe(TestSimulator.PRODUCT);
    JsonNode read = market.read(agreement);
    String account = read.get("accountId").stringValue();
    String customer = read.get("customerIdentifier").stringValue();
    assertThat(meter(customer, 1)).isEqualTo("Success");
    market.step(agreement, "suspend");
    assertThat(meter(customer, 2)).isEqualTo("CustomerNotSubscribed");
    market.step(agreement, "resume");
    market.simulator().post("/accounts/" + account + "/suspend", "{}");
    assertThat(meter(customer, 2)).isEqualTo("CustomerNotSubscribed");
    market.simulator().post("/accounts/" + account + "/resume", "{}");
    assertThat(meter(customer, 1)).isEqualTo("Success");
  }

  private static String meter(String customer, int quantity) {
    try (MarketplaceMeteringClient metering = market.simulator().metering()) {
      UsageRecord usage =
          UsageRecord.builder()
              .customerIdentifier(customer)
              .dimension("fee")
              .quantity(quantity)
              .timestamp(market.now())
              .build();
      return metering
          .batchMeterUsage(r -> r.productCode(TestSimulator.PRODUCT).usageRecords(usage))
          .results()
          .getFirst()
          .statusAsString();
    }
  }

  @Test
  void whatOnlyEventsCanTellIsRefused() {
    String agreement = market.subscribe(Market.LEGACY);
    assertThat(market.refused(agreement, "issue-advisory", "{}", 400)).contains("legacy");
    assertThat(market.refused(agreement, "finalize-renewal-terms", "{}", 400)).contains("legacy");
    assertThat(market.refused(agreement, "spend-threshold", "{\"event\":\"reached\"}", 400))
        .contains("legacy");
    assertThat(
            market.refused(agreement, "cancellation-requests", "{\"reasonCode\":\"OTHER\"}", 400))
        .contains("legacy");
    assertThat(
            market.refused(
                agreement,
                "billing-adjustment",
                "{\"amount\":\"1.00\",\"reasonCode\":\"OTHER\"}",
                400))
        .contains("legacy");
  }
}
