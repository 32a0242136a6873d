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
  void whatDoesNotRenewItselfExpiresAtItsEndByTheClock() {
    String agreement = term(10, "");
    market.advance(Duration.ofDays(10));
    assertThat(market.state(agreement)).isEqualTo("ENDING EXPIRED");
    assertThat(market.read(agreement).get("cancelledAt"))
        .isEqualTo(market.read(agreement).at("/terms/endAt"));
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
}
