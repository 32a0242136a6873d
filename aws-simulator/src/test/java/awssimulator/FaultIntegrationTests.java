package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.marketplacemetering.MarketplaceMeteringClient;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecord;
import software.amazon.awssdk.services.marketplacemetering.model.UsageRecordResultStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every fault does what its name says, by script and by rate, and nothing else. */
class FaultIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static TestSimulator simulator;
  private static SignedCall seller;
  private String agreementId = "";
  private String customer = "";

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
    seller = SignedCall.of(simulator.product());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void subscribe() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    agreementId = subscription.get("agreementId").stringValue();
    customer = subscription.get("customerIdentifier").stringValue();
  }

  @AfterEach
  void noMoreFaults() {
    simulator.control("DELETE", "/faults", "", 204);
  }

  private static void script(String faults) {
    plan("{\"script\":[%s]}".formatted(faults));
  }

  private static void plan(String plan) {
    simulator.control(
        "PUT",
        "/faults",
        "{\"seed\":7,\"operations\":{\"BatchMeterUsage\":%s}}".formatted(plan),
        200);
  }

  private String batch(int records) {
    Instant now = Instant.parse(simulator.get("/clock").get("time").stringValue());
    List<String> usage = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      usage.add(
          "{\"Timestamp\":%d,\"CustomerIdentifier\":\"%s\",\"Dimension\":\"fee\",\"Quantity\":5}"
              .formatted(now.getEpochSecond(), customer));
    }
    return "{\"ProductCode\":\"%s\",\"UsageRecords\":[%s]}"
        .formatted(TestSimulator.PRODUCT, String.join(",", usage));
  }

  private HttpResponse<String> meter() {
    return seller.send(simulator, "BatchMeterUsage", batch(1));
  }

  private JsonNode charged() {
    return simulator.get("/metering-records?agreementId=" + agreementId);
  }

  private static String type(HttpResponse<String> response) {
    return JSON.readTree(response.body()).get("__type").stringValue();
  }

  private static JsonNode lastCall() {
    return simulator.get("/requests?operation=BatchMeterUsage&limit=1").get(0);
  }

  @Test
  void aScriptIsFollowedCallByCallAndThenAllIsWell() {
    script("{\"kind\":\"throttling\"},{\"kind\":\"none\"},{\"kind\":\"internal-error\"}");
    HttpResponse<String> first = meter();
    assertThat(first.statusCode()).isEqualTo(400);
    assertThat(type(first)).isEqualTo("ThrottlingException");
    assertThat(charged()).isEmpty();
    assertThat(meter().statusCode()).isEqualTo(200);
    HttpResponse<String> third = meter();
    assertThat(third.statusCode()).isEqualTo(500);
    assertThat(type(third)).isEqualTo("InternalServiceErrorException");
    assertThat(meter().statusCode()).isEqualTo(200);
    JsonNode plan = simulator.get("/faults").at("/operations/BatchMeterUsage");
    assertThat(plan.get("script")).isEmpty();
    assertThat(plan.get("calls").intValue()).isEqualTo(4);
    assertThat(plan.get("injected").intValue()).isEqualTo(2);
  }

  @Test
  void aTimeOutBeforeCutsTheConnectionAndDoesNothing() {
    script("{\"kind\":\"timeout-before\"}");
    assertThatThrownBy(this::meter).isInstanceOf(UncheckedIOException.class);
    assertThat(charged()).isEmpty();
    assertThat(lastCall().get("status").isNull()).isTrue();
    assertThat(lastCall().get("fault").stringValue()).isEqualTo("timeout-before");
  }

  @Test
  void aTimeOutAfterCutsTheConnectionButTheRecordIsCharged() {
    script("{\"kind\":\"timeout-after\"}");
    assertThatThrownBy(this::meter).isInstanceOf(UncheckedIOException.class);
    assertThat(charged()).hasSize(1);
    JsonNode call = lastCall();
    assertThat(call.get("status").isNull()).isTrue();
    assertThat(call.get("response").stringValue()).contains("Success");
    assertThat(call.at("/agreementIds/0").stringValue()).isEqualTo(agreementId);
  }

  @Test
  void anInternalErrorAfterChargesTheRecord() {
    script("{\"kind\":\"internal-error-after\"}");
    assertThat(meter().statusCode()).isEqualTo(500);
    assertThat(charged()).hasSize(1);
  }

  @Test
  void unprocessedRecordsComeBackAsTheyWereAndAreNotCharged() {
    script("{\"kind\":\"unprocessed\"}");
    JsonNode answer = JSON.readTree(meter().body());
    assertThat(answer.get("Results")).isEmpty();
    assertThat(answer.at("/UnprocessedRecords/0/CustomerIdentifier").stringValue())
        .isEqualTo(customer);
    assertThat(charged()).isEmpty();
  }

  @Test
  void onlyTheRecordsMeantAreUnprocessed() {
    script("{\"kind\":\"unprocessed\",\"records\":[0,2]}");
    JsonNode answer = JSON.readTree(seller.send(simulator, "BatchMeterUsage", batch(4)).body());
    assertThat(answer.get("UnprocessedRecords")).hasSize(2);
    assertThat(answer.get("Results")).hasSize(2);
  }

  @Test
  void aShareOfTheRecordsIsUnprocessedTheSameForTheSameSeed() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      script("{\"kind\":\"unprocessed\",\"recordRate\":0.5}");
      JsonNode answer = JSON.readTree(seller.send(simulator, "BatchMeterUsage", batch(25)).body());
      assertThat(answer.get("UnprocessedRecords").size()).isBetween(5, 20);
      assertThat(answer.get("Results").size() + answer.get("UnprocessedRecords").size())
          .isEqualTo(25);
      answers.add(answer.get("UnprocessedRecords").size() + "");
    }
    assertThat(answers.getFirst()).isEqualTo(answers.getLast());
  }

  @Test
  void aBatchThatIsRefusedIsRefusedBeforeAnyRecordIsUnprocessed() {
    script("{\"kind\":\"unprocessed\"}");
    HttpResponse<String> response =
        seller.send(simulator, "BatchMeterUsage", batch(1).replace("\"fee\"", "\"Fee\""));
    assertThat(type(response)).isEqualTo("InvalidUsageDimensionException");
  }

  @Test
  void anUnknownStatusIsNoFailureForTheJavaSdk() {
    script("{\"kind\":\"unknown-status\",\"statusWord\":\"Deferred\"}");
    try (MarketplaceMeteringClient client = simulator.metering()) {
      var result =
          client
              .batchMeterUsage(r ->
                  r.productCode(TestSimulator.PRODUCT)
                      .usageRecords(
                          UsageRecord.builder()
                              .timestamp(
                                  Instant.parse(simulator.get("/clock").get("time").stringValue()))
                              .customerIdentifier(customer)
                              .dimension("fee")
                              .quantity(5)
                              .build()))
              .results()
              .getFirst();
      assertThat(result.status()).isEqualTo(UsageRecordResultStatus.UNKNOWN_TO_SDK_VERSION);
      assertThat(result.statusAsString()).isEqualTo("Deferred");
    }
    assertThat(charged()).hasSize(1);
  }

  @Test
  void aSlowAnswerIsTheRightOne() {
    script("{\"kind\":\"slow\",\"delay\":\"PT0.3S\"}");
    assertThat(meter().statusCode()).isEqualTo(200);
    assertThat(lastCall().get("durationMillis").longValue()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void slowAnswersDoNotHoldUpOthers() throws InterruptedException {
    int calls = 50;
    plan("{\"rates\":[{\"rate\":1,\"fault\":{\"kind\":\"slow\",\"delay\":\"PT20S\"}}]}");
    HttpRequest request = seller.request(simulator, "BatchMeterUsage", batch(1));
    AtomicInteger answered = new AtomicInteger();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      waiting.add(
          Thread.ofVirtual()
              .start(() -> {
                simulator.send(request);
                answered.incrementAndGet();
              }));
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            simulator.get("/faults").at("/operations/BatchMeterUsage/calls").intValue() == calls);
    assertThat(answered).hasValue(0);
    for (Thread thread : waiting) {
      thread.join();
    }
    assertThat(answered).hasValue(calls);
  }

  @Test
  void anyErrorCanBeGiven() {
    script(
        "{\"kind\":\"error\",\"error\":\"AccessDeniedException\",\"httpStatus\":403,"
            + "\"message\":\"not allowed\"}");
    HttpResponse<String> response = meter();
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(type(response)).isEqualTo("AccessDeniedException");
    assertThat(response.body()).contains("not allowed");
  }

  @Test
  void aRateMeetsItsShareOfCallsAndTheSameOnesForTheSameSeed() {
    List<List<Integer>> runs = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      plan(
          "{\"rates\":[{\"rate\":0.3,\"fault\":{\"kind\":\"throttling\"}},"
              + "{\"rate\":\"0.2\",\"fault\":{\"kind\":\"internal-error\"}}]}");
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        statuses.add(meter().statusCode());
      }
      runs.add(statuses);
    }
    assertThat(runs.getFirst()).isEqualTo(runs.getLast());
    assertThat(runs.getFirst().stream().filter(s -> s == 400).count()).isBetween(8L, 28L);
    assertThat(runs.getFirst().stream().filter(s -> s == 500).count()).isBetween(3L, 22L);
  }

  @Test
  void whatIsReadCanBeSetAgain() {
    script("{\"kind\":\"slow\",\"delay\":\"PT1S\"},{\"kind\":\"unprocessed\",\"records\":[1]}");
    JsonNode read = simulator.get("/faults");
    assertThat(simulator.control("PUT", "/faults", read.toString(), 200)).isEqualTo(read);
  }

  @Test
  void whoIsNotKnownMeetsNoFault() {
    script("{\"kind\":\"throttling\"}");
    SignedCall forged =
        new SignedCall("AKIANOBODY", "no secret", seller.region(), seller.service());
    assertThat(type(forged.send(simulator, "BatchMeterUsage", batch(1))))
        .isEqualTo("UnrecognizedClientException");
    assertThat(simulator.get("/faults").at("/operations/BatchMeterUsage/script")).hasSize(1);
  }
}
