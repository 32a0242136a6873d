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

/** Each step of an agreement's life in the concurrent model, and what is told of it. */
class ConcurrentLifeCycleIntegrationTests {
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
  void anAccountMayHoldSeveralAgreementsEachWithItsLicence() {
    String account = market.account();
    String one = market.subscribe(account, Market.CONCURRENT);
    String two = market.subscribe(account, Market.CONCURRENT);
    assertThat(license(one))
        .matches("arn:aws:license-manager::\\d{12}:license:l-[0-9a-f]{32}")
        .isNotEqualTo(license(two));
    market.step(one, "cancel");
    assertThat(market.state(one)).isEqualTo("ENDING CANCELLED");
    assertThat(market.state(two)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(two)).containsExactly(NEW, LICENSED);
  }

  @Test
  void aCancellationIsToldByTwoEventsAndEndsAfterAnHour() {
    String agreement = market.subscribe(Market.CONCURRENT);
    market.step(agreement, "cancel");
    assertThat(market.kinds(agreement))
        .containsExactly(NEW, LICENSED, "Purchase Agreement Ended CANCELLED", GONE);
    market.advance(Duration.ofMinutes(59));
    assertThat(market.state(agreement)).isEqualTo("ENDING CANCELLED");
    market.advance(Duration.ofMinutes(1));
    assertThat(market.state(agreement)).isEqualTo("ENDED CANCELLED");
    assertThat(market.kinds(agreement)).hasSize(4);
    assertThat(market.history(agreement))
        .containsExactly("ACCEPTED", "STARTED", "ENDING", "DEPROVISIONED", "ENDED");
    assertThat(market.refused(agreement, "cancel", "{}", 409)).contains("ENDED");
    assertThat(market.refused(agreement, "return", "{}", 409)).contains("window");
  }

  @Test
  void aLicenceMayBeTakenAwayOnlyAtTheEndOfTheWindow() {
    String agreement = market.subscribe(Market.LATE);
    market.step(agreement, "cancel");
    assertThat(market.kinds(agreement)).doesNotContain(GONE);
    market.advance(Duration.ofHours(1));
    assertThat(market.kinds(agreement)).endsWith(GONE);
    assertThat(market.state(agreement)).isEqualTo("ENDED CANCELLED");
    JsonNode told = market.messages(agreement).getLast();
    assertThat(Instant.parse(told.get("time").stringValue()).plusMillis(999))
        .isAfterOrEqualTo(Instant.parse(market.read(agreement).get("endedAt").stringValue()));
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
  void aFailedPaymentIsToldByNothing() {
    String body = "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"payment\":\"%s\"}";
    String failed = market.subscribeAs(body.formatted(market.account(), Market.CONCURRENT, "fail"));
    assertThat(market.state(failed)).isEqualTo("FAILED -");
    assertThat(market.messages(failed)).isEmpty();
    String open =
        market.subscribeAs(body.formatted(market.account(), Market.CONCURRENT, "pending"));
    assertThat(market.messages(open)).isEmpty();
    market.step(open, "fail-payment");
    assertThat(market.state(open)).isEqualTo("FAILED -");
    assertThat(market.messages(open)).isEmpty();
    assertThat(market.history(open)).containsExactly("ACCEPTED", "PAYMENT_OPEN", "PAYMENT_FAILED");
    assertThat(market.refused(open, "confirm-payment", "{}", 409)).contains("not open");
  }

  @Test
  void anOpenPaymentThatIsMadeBeginsTheAgreement() {
    String open =
        market.subscribeAs(
            "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"payment\":\"pending\"}"
                .formatted(market.account(), Market.CONCURRENT));
    assertThat(market.state(open)).isEqualTo("PENDING -");
    assertThat(market.refused(open, "amend", "{\"totalContractValue\":\"1\"}", 409))
        .contains("not paid");
    market.step(open, "confirm-payment");
    assertThat(market.state(open)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(open)).containsExactly(NEW, LICENSED);
  }

  @Test
  void aPrivateOfferInTheFutureIsToldAtOnceAndBeginsByTheClock() {
    Instant start = market.now().plus(Duration.ofDays(3));
    String agreement =
        market.subscribe(
            market.account(), Market.CONCURRENT, "{\"startAt\":\"%s\"}".formatted(start));
    assertThat(market.state(agreement)).isEqualTo("PENDING ACTIVE");
    assertThat(market.kinds(agreement)).containsExactly(NEW);
    String told =
        market.messages(agreement).getFirst().at("/detail/agreement/startTime").stringValue();
    assertThat(Duration.between(Instant.parse(told), start)).isLessThan(Duration.ofSeconds(1));
    market.advance(Duration.ofDays(4));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(agreement)).containsExactly(NEW, LICENSED);
    assertThat(market.read(agreement).get("activeAt").stringValue()).isEqualTo(start.toString());
  }

  @Test
  void whatIsCancelledBeforeItBeginsHasNoWindow() {
    String agreement =
        market.subscribe(
            market.account(),
            Market.CONCURRENT,
            "{\"startAt\":\"%s\"}".formatted(market.now().plus(Duration.ofDays(3))));
    market.step(agreement, "cancel");
    assertThat(market.state(agreement)).isEqualTo("ENDED CANCELLED");
    market.advance(Duration.ofDays(4));
    assertThat(market.kinds(agreement)).containsExactly(NEW, "Purchase Agreement Ended CANCELLED");
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
  void whatDoesNotRenewItselfExpiresAtItsEndByTheClock() {
    String agreement = term(10, "");
    market.advance(Duration.ofDays(10));
    assertThat(market.state(agreement)).isEqualTo("ENDING EXPIRED");
    assertThat(market.read(agreement).get("cancelledAt"))
        .isEqualTo(market.read(agreement).at("/terms/endAt"));
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
  void theClockStopsWhereverSomethingIsDue() {
    Instant start = market.now().plus(Duration.ofDays(1));
    Instant end = start.plus(Duration.ofDays(31));
    String agreement =
        market.subscribe(
            market.account(),
            Market.LATE,
            "{\"startAt\":\"%s\",\"endAt\":\"%s\"}".formatted(start, end));
    market.advance(Duration.ofDays(40));
    Instant announced = end.minus(Duration.ofDays(30));
    assertThat(sent(agreement)).endsWith(start, announced, end, end.plus(Duration.ofHours(1)));
    assertThat(market.kinds(agreement))
        .containsExactly(
            NEW,
            LICENSED,
            "Purchase Agreement Ending ACTIVE",
            "Purchase Agreement Ended EXPIRED",
            GONE);
    assertThat(market.read(agreement).get("endedAt").stringValue())
        .isEqualTo(end.plus(Duration.ofHours(1)).toString());
  }

  /** At what business time the messages about an agreement went to the queue. */
  private static List<Instant> sent(String agreement) {
    List<Instant> sent = new ArrayList<>();
    for (JsonNode notification : market.simulator().get("/notifications?limit=1000")) {
      if (notification.get("agreementId").asString("").equals(agreement)) {
        sent.addFirst(Instant.parse(notification.get("sentAt").stringValue()));
      }
    }
    return sent;
  }

  @Test
  void aTerminationByAwsIsToldAsSuch() {
    String agreement = market.subscribe(Market.CONCURRENT);
    market.step(agreement, "terminate");
    assertThat(market.kinds(agreement)).endsWith("Purchase Agreement Ended TERMINATED", GONE);
    assertThat(market.state(agreement)).isEqualTo("ENDING TERMINATED");
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

  @Test
  void anAdvisoryIsOpenUntilResolved() {
    String agreement = market.subscribe(Market.CONCURRENT);
    assertThat(market.refused(agreement, "resolve-advisory", "{}", 409)).contains("open");
    market.step(agreement, "issue-advisory");
    assertThat(market.refused(agreement, "issue-advisory", "{}", 409)).contains("open already");
    market.step(agreement, "resolve-advisory");
    assertThat(market.read(agreement).get("advisoryResolvedAt").isString()).isTrue();
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
  }

  @Test
  void aSuspensionIsToldByNothing() {
    String agreement = market.subscribe(Market.CONCURRENT);
    String account = market.read(agreement).get("accountId").stringValue();
    market.step(agreement, "suspend");
    assertThat(market.read(agreement).get("suspended").booleanValue()).isTrue();
    assertThat(market.refused(agreement, "suspend", "{}", 409)).contains("already");
    market.step(agreement, "resume");
    assertThat(market.read(agreement).get("suspended").booleanValue()).isFalse();
    market.simulator().post("/accounts/" + account + "/suspend", "{}");
    market.simulator().control("POST", "/accounts/" + account + "/suspend", "{}", 409);
    assertThat(market.read(agreement).get("suspended").booleanValue()).isTrue();
    market.simulator().post("/accounts/" + account + "/resume", "{}");
    assertThat(market.read(agreement).get("suspended").booleanValue()).isFalse();
    assertThat(market.kinds(agreement)).containsExactly(NEW, LICENSED);
    assertThat(market.history(agreement)).endsWith("SUSPENDED", "RESUMED", "SUSPENDED", "RESUMED");
  }

  @Test
  void aWishToCancelThatNobodyAnswersIsApprovedAfterSevenDays() {
    String agreement = market.subscribe(Market.CONCURRENT);
    String path = "/subscriptions/" + agreement + "/cancellation-requests";
    market.simulator().create(path, "{\"reasonCode\":\"OTHER\"}");
    market.simulator().control("POST", path, "{\"reasonCode\":\"OTHER\"}", 409);
    market.advance(Duration.ofDays(7).minusMinutes(1));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
    market.advance(Duration.ofMinutes(1));
    assertThat(market.state(agreement)).isEqualTo("ENDING CANCELLED");
    assertThat(market.kinds(agreement))
        .containsSubsequence(
            "Agreement Cancellation Request Pending Approval",
            "Agreement Cancellation Request Approved",
            "Purchase Agreement Ended CANCELLED",
            GONE);
    assertThat(market.simulator().get(path).get(0).get("status").stringValue())
        .isEqualTo("APPROVED");
  }

  @Test
  void anAnsweredWishIsNotAnsweredAgain() {
    String agreement = market.subscribe(Market.CONCURRENT);
    String path = "/subscriptions/" + agreement + "/cancellation-requests";
    String request =
        market
            .simulator()
            .create(path, "{\"reasonCode\":\"OTHER\"}")
            .get("requestId")
            .stringValue();
    market.simulator().post(path + "/" + request + "/reject", "{}");
    market.simulator().control("POST", path + "/" + request + "/approve", "{}", 409);
    market.simulator().control("POST", path + "/acr-none/approve", "{}", 404);
    market.advance(Duration.ofDays(8));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
  }

  @Test
  void aResellersOfferIsNotTheSellersToCancelOrToBeRemindedOf() {
    String agreement =
        term(40, ",\"autoRenew\":true,\"reseller\":{\"accountId\":\"567890123456\"}");
    market
        .simulator()
        .control(
            "POST",
            "/subscriptions/" + agreement + "/cancellation-requests",
            "{\"reasonCode\":\"OTHER\"}",
            400);
    assertThat(market.refused(agreement, "finalize-renewal-terms", "{}", 400)).contains("reseller");
    market.advance(Duration.ofDays(39));
    assertThat(market.kinds(agreement)).containsExactly(NEW, LICENSED);
    assertThat(market.messages(agreement))
        .allSatisfy(m -> {
          assertThat(m.get("detail-type").stringValue()).endsWith(" - Manufacturer");
          assertThat(m.at("/detail/proposer/accountId").stringValue()).isEqualTo("567890123456");
        });
  }

  @Test
  void anOfferThatCannotBeIsRefused() {
    String account = market.account();
    for (String offer :
        List.of(
            "{\"startAt\":\"2020-01-01T00:00:00Z\"}",
            "{\"endAt\":\"2020-01-01T00:00:00Z\"}",
            "{\"autoRenew\":true}",
            "{\"quantities\":{\"seats\":1}}",
            "{\"offerId\":\"other\"}",
            "{\"totalContractValue\":\"-1\"}",
            "{\"reseller\":{\"accountId\":\"1\"}}",
            "{\"reseller\":{}}")) {
      market
          .simulator()
          .control(
              "POST",
              "/subscriptions",
              "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"offer\":%s}"
                  .formatted(account, Market.CONCURRENT, offer),
              400);
    }
    String paygo = market.subscribe(account, Market.CONCURRENT);
    assertThat(market.refused(paygo, "renew", "{}", 400)).contains("no end");
    assertThat(market.refused(paygo, "finalize-renewal-terms", "{}", 409)).contains("renew itself");
    assertThat(market.refused("agmt-none", "expire", "{}", 404)).contains("agmt-none");
  }
}
