package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How agreements of the concurrent model follow each other, and how their terms change. */
class SuccessionIntegrationTests {
  private static final String NEW = "Purchase Agreement Created NEW";
  private static final String LICENSED = "License Updated";
  private static final String GONE = "License Deprovisioned";

  private static Market market;

  @BeforeAll
  static void start() {
    market = Market.start();
  }

  @AfterAll
  static void stop() {
    market.close();
  }

  private static String license(String agreement) {
    return market.read(agreement).get("licenseArn").stringValue();
  }

  private static String term(int days, String more) {
    return market.subscribe(market.account(), Market.CONCURRENT, market.offer(days, more));
  }

  @Test
  void whoReturnsWithinTheWindowKeepsTheLicenceUnderANewAgreement() {
    String agreement = market.subscribe(Market.CONCURRENT);
    market.step(agreement, "cancel");
    market.advance(Duration.ofMinutes(30));
    String again = market.step(agreement, "return");
    market.advance(Duration.ofHours(2));
    assertThat(again).isNotEqualTo(agreement);
    assertThat(license(again)).isEqualTo(license(agreement));
    assertThat(market.state(agreement)).isEqualTo("ENDED CANCELLED");
    assertThat(market.state(again)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(again)).containsExactly(NEW, LICENSED);
    assertThat(market.read(again).get("activeAt"))
        .isEqualTo(market.read(agreement).get("activeAt"));
    assertThat(market.messages(again).getFirst().at("/detail/agreement").propertyNames())
        .doesNotContain("previousAgreementId");
  }

  @Test
  void aRenewalIsANewAgreementThatNamesTheOldOne() {
    String agreement = term(30, "");
    String next = market.step(agreement, "renew");
    assertThat(market.kinds(next)).containsExactly("Purchase Agreement Created RENEW", LICENSED);
    assertThat(market.kinds(agreement)).endsWith("Purchase Agreement Ended RENEWED", GONE);
    assertThat(
            market
                .messages(next)
                .getFirst()
                .at("/detail/agreement/previousAgreementId")
                .stringValue())
        .isEqualTo(agreement);
    assertThat(license(next)).isNotEqualTo(license(agreement));
    assertThat(market.state(agreement)).isEqualTo("ENDING RENEWED");
    assertThat(market.refused(agreement, "return", "{}", 409)).contains("window");
    market.advance(Duration.ofHours(1));
    assertThat(market.state(agreement)).isEqualTo("ENDED RENEWED");
    assertThat(market.state(next)).isEqualTo("ACTIVE ACTIVE");
  }

  @Test
  void aReplacementMayKeepTheLicence() {
    String agreement = market.subscribe(Market.CONCURRENT);
    String next = market.step(agreement, "replace", "{\"keepLicense\":true}");
    assertThat(license(next)).isEqualTo(license(agreement));
    assertThat(market.kinds(next)).containsExactly("Purchase Agreement Created REPLACE", LICENSED);
    assertThat(market.kinds(agreement))
        .containsExactly(NEW, LICENSED, "Purchase Agreement Ended REPLACED");
    assertThat(market.state(agreement)).isEqualTo("ENDED REPLACED");
    assertThat(market.read(next).at("/terms/previousAgreementId").stringValue())
        .isEqualTo(agreement);
    assertThat(market.read(next).at("/terms/offerId"))
        .isNotEqualTo(market.read(agreement).at("/terms/offerId"));
  }

  @Test
  void anUpgradeMayKeepTheLicence() {
    String agreement = market.subscribe(Market.CONCURRENT);
    String kept = market.step(agreement, "upgrade", "{\"keepLicense\":true}");
    assertThat(license(kept)).isEqualTo(license(agreement));
    assertThat(license(market.step(kept, "upgrade"))).isNotEqualTo(license(agreement));
  }

  @Test
  void whichCreatedEventsNameTheAgreementBeforeIsASetting() {
    String replaced = market.step(market.subscribe(Market.LATE), "replace");
    assertThat(market.messages(replaced).getFirst().at("/detail/agreement").propertyNames())
        .contains("previousAgreementId");
  }

  @Test
  void whatRenewsItselfIsRenewedAtItsEndByTheClock() {
    String agreement = term(10, ",\"autoRenew\":true");
    market.advance(Duration.ofDays(10));
    assertThat(market.state(agreement)).isEqualTo("ENDING RENEWED");
    assertThat(market.kinds(agreement)).endsWith("Purchase Agreement Ended RENEWED", GONE);
    String end = market.read(agreement).at("/terms/endAt").stringValue();
    JsonNode next =
        market
            .simulator()
            .get("/subscriptions")
            .valueStream()
            .filter(a -> a.at("/terms/previousAgreementId").asString("").equals(agreement))
            .findFirst()
            .orElseThrow();
    assertThat(next.at("/terms/startAt").stringValue()).isEqualTo(end);
    Instant start = Instant.parse(market.read(agreement).at("/terms/startAt").stringValue());
    Duration term = Duration.between(start, Instant.parse(end));
    assertThat(next.at("/terms/endAt").stringValue())
        .isEqualTo(Instant.parse(end).plus(term).toString());
  }

  @Test
  void anEndIsAnnouncedByTheClockAndSoIsARenewal() {
    String agreement = term(200, ",\"autoRenew\":true");
    market.advance(Duration.ofDays(199));
    List<Integer> days = new ArrayList<>();
    List<String> kinds = market.kinds(agreement);
    for (JsonNode message : market.messages(agreement)) {
      JsonNode before = message.at("/detail/agreement/daysBeforeEndTime");
      if (before.isInt()) {
        days.add(before.intValue());
      }
    }
    assertThat(days).containsExactly(180, 120, 90, 60, 30);
    assertThat(kinds.getLast()).isEqualTo("Purchase Agreement Renewal Upcoming");
    assertThat(kinds).hasSize(8);
  }

  @Test
  void anUpgradeReplacesTheAgreementOrAmendsTheContract() {
    String agreement = market.subscribe(Market.CONCURRENT);
    assertThat(market.kinds(market.step(agreement, "upgrade")))
        .startsWith("Purchase Agreement Created REPLACE");
    String contract = market.subscribe(Market.CONTRACT);
    assertThat(market.step(contract, "upgrade", "{\"offer\":{\"quantities\":{\"seats\":5}}}"))
        .isEqualTo(contract);
    assertThat(market.kinds(contract))
        .containsExactly(NEW, LICENSED, "Purchase Agreement Amended AMEND", LICENSED);
  }

  @Test
  void aContractIsNotCancelledOnItsBuyersPages() {
    String account = market.account();
    String contract = market.subscribe(account, Market.CONTRACT);
    Browser browser = new Browser(market.simulator(), "en");
    browser.page("/sign-in");
    browser.submit("/sign-in", "accountId", account, "next", "/");
    String manage = "/software/" + contract;
    assertThat(browser.page(manage))
        .contains(manage + "/auto-renewal")
        .doesNotContain(manage + "/cancel");
    assertThat(browser.send(manage + "/cancel").statusCode()).isEqualTo(409);
    assertThat(market.state(contract)).isEqualTo("ACTIVE ACTIVE");
  }

  @Test
  void aContractGrantsUntilItsEndIsTold() {
    String account = market.account();
    String contract = market.subscribe(account, Market.CONTRACT, "{\"quantities\":{\"seats\":7}}");
    assertThat(granted(account)).containsExactly(7);
    market.step(contract, "amend", "{\"quantities\":{\"seats\":9}}");
    assertThat(granted(account)).containsExactly(9);
    market.step(contract, "expire");
    assertThat(granted(account)).isEmpty();
  }

  private static List<Integer> granted(String account) {
    List<Integer> granted = new ArrayList<>();
    for (JsonNode e : market.simulator().get("/products/" + Market.CONTRACT + "/entitlements")) {
      if (e.get("accountId").stringValue().equals(account)) {
        granted.add(e.get("value").intValue());
        assertThat(e.get("expiresAt").isString()).isTrue();
      }
    }
    return granted;
  }

  @Test
  void anAmendmentOfTheRenewalSaysWhoSwitchedItOff() {
    String agreement = term(100, ",\"autoRenew\":true");
    market.step(agreement, "amend", "{\"autoRenew\":false,\"disabledBy\":\"PROPOSER\"}");
    JsonNode detail = market.messages(agreement).getLast().get("detail");
    assertThat(detail.at("/agreement/autoRenewalEnabled").booleanValue()).isFalse();
    assertThat(detail.at("/renewalSummary/disabledBy").stringValue()).isEqualTo("PROPOSER");
    assertThat(detail.at("/renewalSummary/lockoutStartTime").isNull()).isTrue();
    assertThat(market.refused(agreement, "amend", "{\"autoRenew\":false}", 400).length())
        .isPositive();
  }
}
