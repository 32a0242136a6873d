package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What buyers are suspected of, what sellers ask for, and what is refused, in the concurrent model.
 */
class SellerRequestIntegrationTests {
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

  private static String term(int days, String more) {
    return market.subscribe(market.account(), Market.CONCURRENT, market.offer(days, more));
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
