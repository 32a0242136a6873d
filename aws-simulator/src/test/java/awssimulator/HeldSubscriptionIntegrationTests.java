package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A legacy subscription whose messages are held is active when its subscribe-success is sent. */
class HeldSubscriptionIntegrationTests {
  private static final String SUCCESS = "subscribe-success";
  private static final String ENTITLED = "entitlement-updated";

  private static Market market;

  @BeforeAll
  static void start() {
    market = Market.start();
  }

  @AfterAll
  static void stop() {
    market.close();
  }

  @Test
  void heldMessagesOfAFutureOfferMakeItActiveWhenReleasedAfterItsStart() {
    String agreement =
        market.subscribeAs(
            """
            {"accountId":"%s","productCode":"%s","notifications":"hold",
             "offer":{"startAt":"%s"}}\
            """
                .formatted(
                    market.account(), Market.LEGACY, market.now().plus(Duration.ofHours(1))));
    market.advance(Duration.ofHours(2));
    assertThat(market.state(agreement)).isEqualTo("PENDING ACTIVE");
    market.simulator().post("/subscriptions/" + agreement + "/notifications/release", "{}");
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED);
  }

  private static String held() {
    String agreement =
        market.subscribeAs(
            "{\"accountId\":\"%s\",\"productCode\":\"%s\",\"notifications\":\"hold\"}"
                .formatted(market.account(), Market.LEGACY));
    assertThat(market.state(agreement)).isEqualTo("PENDING ACTIVE");
    return agreement;
  }

  /** Delays its held subscribe-success by ten minutes. */
  private static void delay(String agreement) {
    JsonNode success =
        market
            .simulator()
            .get("/notifications?agreementId=%s&kind=%s".formatted(agreement, SUCCESS))
            .get(0);
    market
        .simulator()
        .post(
            "/notifications/%d/delay".formatted(success.get("id").asLong()), "{\"by\":\"PT10M\"}");
  }

  @Test
  void aHeldSubscribeSuccessMakesItActiveWhenItsDelayIsOver() {
    String agreement = held();
    delay(agreement);
    assertThat(market.state(agreement)).isEqualTo("PENDING ACTIVE");
    market.advance(Duration.ofMinutes(11));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
  }

  @Test
  void aReleaseSendsWhatWasDelayedToo() {
    String agreement = held();
    delay(agreement);
    market.simulator().post("/subscriptions/" + agreement + "/notifications/release", "{}");
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
    assertThat(market.kinds(agreement)).containsExactly(SUCCESS, ENTITLED);
  }

  @Test
  void aHeldSubscribeSuccessMakesItActiveWhenSentAlone() {
    String agreement = held();
    market
        .simulator()
        .post(
            "/notifications/release",
            "{\"agreementId\":\"%s\",\"kind\":\"%s\"}".formatted(agreement, SUCCESS));
    assertThat(market.state(agreement)).isEqualTo("ACTIVE ACTIVE");
  }
}
