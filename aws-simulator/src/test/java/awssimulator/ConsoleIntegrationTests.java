package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The console's forms, by plain HTTP and without script. */
class ConsoleIntegrationTests extends PageStage {
  @Test
  void stepsAreTakenAndImpossibleOnesSayWhy() {
    String id = subscribe(simulator.account(), CONCURRENT, "");
    Browser browser = signedIn("en", TestSimulator.ACCOUNT);
    String steps = "/console/agreements/" + id + "/steps/";
    assertThat(browser.page(steps + "terminate")).contains("btn-danger").contains(id);
    String next = last(browser.submit(steps + "replace", "keepLicense", "on"));
    assertThat(agreement(next).at("/terms/previousAgreementId").stringValue()).isEqualTo(id);
    assertThat(agreement(next).get("licenseArn")).isEqualTo(agreement(id).get("licenseArn"));
    HttpResponse<String> refused = browser.send(steps + "renew");
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.body()).contains("not possible as things are now").contains("<code");
    String later = "/console/agreements/" + next + "/steps/";
    browser.submit(later + "suspend");
    assertThat(agreement(next).get("suspended").booleanValue()).isTrue();
    assertThat(browser.page("/console/agreements/" + next)).contains("Suspended");
    HttpResponse<String> wrong = browser.send(later + "amend", "autoRenew", "maybe");
    assertThat(wrong.body()).contains("Choose one of the list");
    assertThat(browser.get(steps + "nonsense").statusCode()).isEqualTo(404);
    assertThat(browser.get("/console/agreements/agmt-none").statusCode()).isEqualTo(404);
  }

  @Test
  void anyAccountIsSubscribedByHand() {
    Browser browser = signedIn("en", TestSimulator.ACCOUNT);
    String account = simulator.account();
    String made =
        last(
            browser.submit(
                "/console/subscribe",
                "accountId",
                account,
                "productCode",
                CONCURRENT,
                "payment",
                "pending",
                "reseller",
                "111122223333",
                "freeTrialDays",
                "14"));
    JsonNode agreement = agreement(made);
    assertThat(agreement.get("accountId").stringValue()).isEqualTo(account);
    assertThat(agreement.at("/terms/reseller/accountId").stringValue()).isEqualTo("111122223333");
    assertThat(
            Duration.between(
                Instant.parse(agreement.at("/terms/startAt").stringValue()),
                Instant.parse(agreement.at("/terms/freeTrialEndsAt").stringValue())))
        .isEqualTo(Duration.ofDays(14));
    browser.submit("/console/agreements/" + made + "/steps/confirm-payment");
    assertThat(agreement(made).get("state").stringValue()).isEqualTo("ACTIVE");
  }

  @Test
  void notificationsAreHeldByARuleAndHandledOneByOne() {
    Browser browser = signedIn("en", TestSimulator.ACCOUNT);
    HttpResponse<String> wrong =
        browser.send("/console/rules/add", "action", "delay", "unit", "minutes", "rate", "2");
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("A number from 0 to 1").contains("Fill this in");
    browser.submit(
        "/console/rules/add",
        "action",
        "hold",
        "unit",
        "minutes",
        "rate",
        "1",
        "productCode",
        CONCURRENT);
    String id = subscribe(simulator.account(), CONCURRENT, "");
    JsonNode held = notification(id, "License Updated - Manufacturer");
    assertThat(held.get("state").stringValue()).isEqualTo("HELD");
    String path = "/console/notifications/" + held.get("id").longValue();
    assertThat(browser.page(path)).contains("Send now").contains("license-manager");
    browser.submit(path + "/delay", "by", "2", "unit", "hours");
    assertThat(browser.page("/console/notifications?state=DELAYED")).contains(path);
    browser.submit(path + "/lose");
    assertThat(browser.page(path)).contains("Lost");
    browser.submit(path + "/send");
    browser.submit(path + "/duplicate", "copies", "2");
    assertThat(browser.page("/console/notifications?agreementId=" + id))
        .contains("repeats no. " + held.get("id").longValue());
    HttpResponse<String> tooLate = browser.send(path + "/lose");
    assertThat(tooLate.statusCode()).isEqualTo(422);
    JsonNode created = notification(id, "Purchase Agreement Created - Proposer");
    browser.submit("/console/send", "ids", created.get("id").toString(), "order", "occurred");
    assertThat(notification(id, "Purchase Agreement Created - Proposer").get("state").stringValue())
        .isEqualTo("SENT");
    String rule = simulator.get("/notifications/rules").get(0).get("id").toString();
    browser.submit("/console/rules/" + rule + "/remove");
    assertThat(browser.page("/console/rules")).contains("There are no rules");
  }

  @Test
  void anEventIsDeliveredAsItIsWithTheTimeOfItsCause() {
    simulator.create("/notifications/rules", "{\"action\":\"delay\",\"delay\":\"PT2H\"}");
    String id = subscribe(simulator.account(), CONCURRENT, "");
    JsonNode event = notification(id, "License Updated - Manufacturer");
    String message = event.get("message").stringValue();
    assertThat(message).contains("\"id\":\"" + event.get("messageId").stringValue() + "\"");
    simulator.post("/clock", "{\"advance\":\"PT3H\"}");
    JsonNode sent = notification(id, "License Updated - Manufacturer");
    assertThat(sent.get("message").stringValue()).isEqualTo(message);
    assertThat(Instant.parse(sent.get("sentAt").stringValue()))
        .isAfter(Instant.parse(sent.get("occurredAt").stringValue()).plusSeconds(7000));
  }

  @Test
  void faultsAreAddedSeenAndCleared() {
    Browser browser = signedIn("en", TestSimulator.ACCOUNT);
    browser.submit(
        "/console/faults/add",
        "operation",
        "ResolveCustomer",
        "fault",
        "throttling",
        "when",
        "next",
        "calls",
        "1");
    assertThat(browser.page("/console/faults")).contains("throttling");
    String answer =
        SignedCall.of(simulator.product())
            .send(simulator, "ResolveCustomer", "{\"RegistrationToken\":\"x\"}")
            .body();
    assertThat(answer).contains("ThrottlingException");
    String log = browser.page("/console/requests?operation=ResolveCustomer&status=400");
    String call = log.replaceAll("(?s).*?(/console/requests/[0-9]+).*", "$1");
    assertThat(browser.page(call)).contains("ThrottlingException").contains("[redacted]");
    HttpResponse<String> wrong =
        browser.send(
            "/console/faults/add",
            "operation",
            "ResolveCustomer",
            "fault",
            "unprocessed",
            "when",
            "next");
    assertThat(wrong.statusCode()).isEqualTo(422);
    browser.submit("/console/faults/clear");
    assertThat(browser.page("/console/faults")).contains("Every call goes well");
  }

  @Test
  void aSuspendedAccountIsMarkedAndResumed() {
    String account = simulator.account();
    Browser browser = signedIn("zh-CN", account);
    assertThat(browser.page("/console/accounts/" + account)).contains("btn-danger");
    browser.submit("/console/accounts/" + account);
    assertThat(browser.page("/console/accounts")).contains("已暂停");
    browser.submit("/console/accounts/" + account);
    assertThat(browser.page("/console/accounts/" + account)).contains("btn-danger");
  }

  @Test
  void theClockIsMovedAndAFollowerThatHoldsItUpIsNamed() {
    Browser browser = signedIn("en", TestSimulator.ACCOUNT);
    Instant before = Instant.parse(simulator.get("/clock").get("time").stringValue());
    browser.submit("/console/clock/advance", "advance", "2", "unit", "days");
    Instant after = Instant.parse(simulator.get("/clock").get("time").stringValue());
    assertThat(after).isAfter(before.plusSeconds(2 * 86_400 - 1));
    HttpResponse<String> back =
        browser.send("/console/clock/set", "moment", before.toString().substring(0, 16));
    assertThat(back.statusCode()).isEqualTo(422);
    assertThat(back.body()).contains("never goes backwards");
  }

  @Test
  void aFollowerThatHoldsUpTheClockIsNamed() {
    Map<String, String> impatient = Map.of("aws-simulator.clock.follower-wait", "1s");
    try (TestSimulator own = TestSimulator.start(impatient)) {
      Instant now = Instant.parse(own.get("/clock").get("time").stringValue());
      own.post(
          "/clock/followers/slow-server",
          "{\"generation\":0,\"reached\":\"%s\"}".formatted(now.minusSeconds(60)));
      Browser browser = new Browser(own, "en");
      assertThat(browser.page("/console/clock")).contains("slow-server");
      HttpResponse<String> late =
          browser.send("/console/clock/advance", "advance", "1", "unit", "hours");
      assertThat(late.statusCode()).isEqualTo(422);
      assertThat(late.body()).contains("A follower holds up the clock").contains("slow-server");
    }
  }

  @Test
  void theConsoleTakesNoFormOfAnotherSite() {
    HttpResponse<String> foreign =
        simulator.send(
            HttpRequest.newBuilder(URI.create(simulator.address() + "/console/faults/clear"))
                .header("Origin", "http://evil.example")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("_csrf=x"))
                .build());
    assertThat(foreign.statusCode()).isEqualTo(403);
    Browser browser = signedIn("en", TestSimulator.ACCOUNT);
    assertThat(browser.post("/console/faults/clear", "_csrf=wrong").statusCode()).isEqualTo(403);
  }
}
