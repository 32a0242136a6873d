package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.identity.ApiKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@JobTest
class UsageApiIntegrationTests implements BothProducts {

  private static final String SINGLE = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final Instant NOW = Instant.parse("2026-04-30T10:58:00Z");

  @Autowired private MockMvcTester mvc;
  @Autowired private ApiKeys keys;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private JsonMapper json;
  @Autowired private UnknownWorkspaceUsage unknown;

  private String key = "";

  @BeforeEach
  void startEmpty() {
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
    clock.set(NOW);
    key = keys.issue("test");
  }

  @Test
  void oneEventIsTakenAndStoredBeforeTheAnswer() {
    assertThat(body(send(SINGLE, event("1", "4", NOW)), 200))
        .isEqualTo(
            json.readTree(
                """
                {"accepted":1,"duplicates":0,"voided":0,"voidsWaiting":0,"refused":[],"refusedNotListed":0,
                 "unknownWorkspace":[],"unknownWorkspaceNotListed":0}
                """));
    assertThat(UsageTestEvents.points(jdbc))
        .containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {BATCH, "application/json", "Application/CloudEvents-Batch+JSON; charset=utf-8"})
  void aBatchIsTaken(String contentType) {
    JsonNode answer =
        body(send(contentType, batch(event("1", "4", NOW), event("2", "1", NOW))), 200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(2);
  }

  @Test
  void plainJsonMayBeOneEvent() {
    assertThat(
            body(send("application/json", event("1", "4", NOW)), 200).path("accepted").intValue())
        .isEqualTo(1);
  }

  @Test
  void anEmptyBatchIsTaken() {
    assertThat(body(send(BATCH, "[]"), 200).path("accepted").intValue()).isZero();
  }

  @Test
  void aBadEventRefusesOnlyItselfAndSaysWhereAndWhy() {
    JsonNode answer =
        body(
            send(
                BATCH,
                batch(
                    event("1", "4", NOW),
                    event("2", "-4", NOW),
                    "7",
                    event("1", "4", NOW),
                    event("1", "5", NOW),
                    event("3", "1", NOW).replace(OREGON.value(), "wksp_nobody"))),
            200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(2);
    assertThat(answer.path("duplicates").intValue()).isEqualTo(1);
    assertThat(reasons(answer))
        .containsExactly("1 2 /test quantity", "2 null null not_an_object", "4 1 /test id_reused");
    assertThat(answer.path("unknownWorkspace"))
        .isEqualTo(
            json.readTree(
                "[{\"index\":5,\"id\":\"3\",\"source\":\"/test\",\"subject\":\"wksp_nobody\"}]"));
    assertThat(UsageTestEvents.points(jdbc))
        .containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 4");
  }

  /** As on a node that runs while a site is added. */
  @Test
  void usageOfAWorkspaceOfAnUnknownSiteIsKeptAndTheRestCounts() {
    jdbc.sql(
            """
            INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
            VALUES ('wksp_new', 'new1', 'new', 'en', 'COMMERCIAL', now())\
            """)
        .update();
    try {
      String ofNewSite = event("2", "1", NOW).replace(OREGON.value(), "wksp_new");
      JsonNode answer = body(send(BATCH, batch(event("1", "4", NOW), ofNewSite)), 200);
      assertThat(answer.path("accepted").intValue()).isEqualTo(2);
      assertThat(answer.path("unknownWorkspace").findValuesAsString("subject"))
          .containsExactly("wksp_new");
      assertThat(UsageTestEvents.points(jdbc))
          .containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 4");
      assertThat(unknown.before(Long.MAX_VALUE, 5))
          .extracting(UnknownWorkspaceUsage.Kept::workspace)
          .containsExactly("wksp_new");
    } finally {
      jdbc.sql("DELETE FROM workspace.workspace WHERE id = 'wksp_new'").update();
    }
  }

  @Test
  void aSingleRefusedEventIsAProblemOfItsReason() {
    JsonNode problem = problem(send(SINGLE, event("1", "x", NOW)), 400, "quantity");
    assertThat(problem.path("type").stringValue()).isEqualTo("urn:countinghouse:problem:quantity");
    assertThat(reasons(problem)).containsExactly("0 1 /test quantity");
  }

  @Test
  void aBatchOfRefusedEventsIsAProblemWithTheList() {
    JsonNode problem =
        problem(send(BATCH, batch(event("1", "x", NOW), event("2", "y", NOW))), 400, "all_refused");
    assertThat(reasons(problem)).containsExactly("0 1 /test quantity", "1 2 /test quantity");
  }

  @ParameterizedTest
  @CsvSource({"PT1M,200", "PT1M0.000001S,400", "-PT840H,200", "-PT840H0.000001S,400"})
  void timesOfUseAreHeldToTheClock(Duration fromNow, int status) {
    assertThat(send(SINGLE, event("1", "4", NOW.plus(fromNow)))).hasStatus(status);
  }

  @Test
  void usageSlightlyAheadCountsInTheHourOfItsReceipt() {
    clock.set(NOW.plusSeconds(90));
    send(SINGLE, event("1", "4", NOW.plusSeconds(150)));
    assertThat(UsageTestEvents.points(jdbc))
        .containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 4");
  }

  @Test
  void theSameEventAgainIsADuplicateEvenWhenItHasBecomeTooOld() {
    send(SINGLE, event("1", "4", NOW));
    clock.advance(Duration.ofDays(36));
    assertThat(body(send(SINGLE, event("1", "4", NOW)), 200).path("duplicates").intValue())
        .isEqualTo(1);
    problem(send(SINGLE, event("2", "4", NOW)), 400, "time_too_old");
  }

  @Test
  void aThousandEventsAreTakenAndOneMoreIsTooMany() {
    String thousand = events(1000);
    assertThat(body(send(BATCH, thousand), 200).path("accepted").intValue()).isEqualTo(1000);
    problem(send(BATCH, events(1001)), 413, "too_many_events");
  }

  private static String events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> event("n" + i, "1", NOW))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() {
    int max = 5 * 1024 * 1024;
    String event = event("1", "4", NOW);
    assertThat(send(SINGLE, event + " ".repeat(max - event.length()))).hasStatus(200);
    problem(send(SINGLE, event + " ".repeat(max - event.length() + 1)), 413, "body_too_large");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/cloudevents+json       | []        | body_form",
        "application/cloudevents-batch+json | {}        | body_form",
        "application/json                   | 7         | body_form",
        "application/json                   | ''        | body_form",
        "application/json                   | {         | body_not_json",
        "application/json                   | [] []     | body_not_json",
        "application/json                   | {'a':1,'a':2} | body_not_json",
        "application/json                   | NaN       | body_not_json",
      })
  void aBodyThatIsNoEventIsAProblem(String contentType, String body, String reason) {
    problem(send(contentType, body.replace('\'', '"')), 400, reason);
  }

  @Test
  void bytesThatAreNoUtf8AndNestingWithoutEndAreNoJson() {
    problem(
        send(SINGLE, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}), 400, "body_not_json");
    problem(send(SINGLE, "[".repeat(100_000)), 400, "body_not_json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
        "application/cloudevents+avro",
        "application/json; charset=iso-8859-1"
      })
  void anotherContentTypeIsAProblem(String contentType) {
    problem(send(contentType, event("1", "4", NOW)), 415, "content_type");
  }

  @Test
  void aContentEncodingIsAProblem() {
    problem(
        mvc.post()
            .uri("/api/v1/usage")
            .header("Authorization", "Bearer " + key)
            .header("Content-Encoding", "br")
            .header("Content-Type", SINGLE)
            .content(event("1", "4", NOW))
            .exchange(),
        415,
        "content_encoding");
  }

  private MvcTestResult send(String contentType, String body) {
    return send(contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  private MvcTestResult send(String contentType, byte[] body) {
    return mvc.post()
        .uri("/api/v1/usage")
        .header("Authorization", "Bearer " + key)
        .header("Content-Type", contentType)
        .content(body)
        .exchange();
  }

  private JsonNode body(MvcTestResult result, int status) {
    assertThat(result).hasStatus(status).hasContentTypeCompatibleWith(MediaType.APPLICATION_JSON);
    return json.readTree(result.getResponse().getContentAsByteArray());
  }

  private JsonNode problem(MvcTestResult result, int status, String reason) {
    assertThat(result)
        .hasStatus(status)
        .hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
    JsonNode problem = json.readTree(result.getResponse().getContentAsByteArray());
    assertThat(problem.path("status").intValue()).isEqualTo(status);
    assertThat(problem.path("reason").stringValue()).isEqualTo(reason);
    return problem;
  }

  private static List<String> reasons(JsonNode answer) {
    return answer.path("refused").values().stream()
        .map(it ->
            "%d %s %s %s"
                .formatted(
                    it.path("index").intValue(),
                    it.path("id").asString("null"),
                    it.path("source").asString("null"),
                    it.path("reason").stringValue()))
        .toList();
  }

  private static String batch(String... events) {
    return "[" + String.join(",", events) + "]";
  }

  private static String event(String id, String quantity, Instant time) {
    return """
    {"specversion":"1.0","id":"%s","source":"/test","type":"io.countinghouse.usage","subject":"%s",
     "time":"%s","data":{"item":"sms","quantity":"%s"}}\
    """
        .formatted(id, OREGON.value(), time, quantity);
  }
}
