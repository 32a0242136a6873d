package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.identity.ApiKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Newline-delimited JSON, gzip and voids. */
@JobTest
class UsageBulkIntegrationTests implements BothProducts {

  private static final Instant NOW = Instant.parse("2026-04-30T10:58:00Z");
  private static final String LINES = "application/x-ndjson";

  @Autowired private MockMvcTester mvc;
  @Autowired private ApiKeys keys;
  @Autowired private TestClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private JsonMapper json;

  private String key = "";

  @BeforeEach
  void startEmpty() {
    UsageTestEvents.forgetUsage(jdbc);
    UsageTestEvents.makeWorkspaces(jdbc);
    clock.set(NOW);
    key = keys.issue("test");
  }

  @ParameterizedTest
  @ValueSource(strings = {LINES, "application/jsonl"})
  void moreLinesThanAChunkAreTakenAndCountOnce(String contentType) {
    String lines =
        IntStream.range(0, 2500)
            .mapToObj(i -> event("n" + i, "2"))
            .collect(Collectors.joining("\n"));
    JsonNode answer = body(send(contentType, lines.getBytes(StandardCharsets.UTF_8)), 200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(2500);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 5000");
    answer = body(send(contentType, lines.getBytes(StandardCharsets.UTF_8)), 200);
    assertThat(answer.path("duplicates").intValue()).isEqualTo(2500);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 5000");
  }

  @Test
  void aBadLineRefusesOnlyItselfWithItsPosition() {
    String lines =
        String.join(
            "\n",
            event("1", "4"),
            "{",
            "",
            "[]",
            event("2", "x"),
            " ".repeat(65_536) + "7",
            event("3", "1") + "\r",
            "{\"a\":1,\"a\":2}",
            "\u0000");
    JsonNode answer = body(send(LINES, lines.getBytes(StandardCharsets.UTF_8)), 200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(2);
    assertThat(refused(answer))
        .containsExactly(
            "1 not_json",
            "3 not_an_object",
            "4 quantity",
            "5 line_too_long",
            "7 not_json",
            "8 not_json");
  }

  @Test
  void manyBadLinesAreCountedAndTheFirstListed() {
    JsonNode answer =
        body(
            send(LINES, ("7\n".repeat(2000) + event("1", "1")).getBytes(StandardCharsets.UTF_8)),
            200);
    assertThat(answer.path("refused").size()).isEqualTo(100);
    assertThat(answer.path("refusedNotListed").intValue()).isEqualTo(1900);
  }

  @Test
  void theFirstBadLinesAreListedWhyeverTheyAreRefused() {
    String old = event("old", "1").replace("2026", "2020");
    String lines = (old + "\n").repeat(60) + "7\n".repeat(100) + event("1", "1");
    JsonNode answer = body(send(LINES, lines.getBytes(StandardCharsets.UTF_8)), 200);
    assertThat(refused(answer))
        .hasSize(100)
        .startsWith("0 time_too_old")
        .contains("59 time_too_old", "60 not_an_object")
        .endsWith("99 not_an_object");
  }

  @Test
  void linesWithoutAnyGoodEventAreAProblem() {
    JsonNode problem = body(send(LINES, "7\n".repeat(120).getBytes(StandardCharsets.UTF_8)), 400);
    assertThat(problem.path("reason").stringValue()).isEqualTo("all_refused");
    assertThat(problem.path("refused").size()).isEqualTo(100);
    assertThat(problem.path("refusedNotListed").intValue()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {LINES, "application/cloudevents+json"})
  void gzipIsUnpacked(String contentType) throws IOException {
    JsonNode answer =
        body(send(contentType, gzip(event("1", "4")), "Content-Encoding", "gzip"), 200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(1);
  }

  @Test
  void theLimitIsOfTheUnpackedBody() throws IOException {
    byte[] bomb = gzip(event("1", "4") + " ".repeat(6 * 1024 * 1024));
    assertThat(bomb).hasSizeLessThan(100_000);
    JsonNode problem = body(send("application/json", bomb, "Content-Encoding", "gzip"), 413);
    assertThat(problem.path("reason").stringValue()).isEqualTo("body_too_large");
    assertThat(points()).isEmpty();
  }

  @Test
  void whatIsNoGzipIsAProblemAndWhatCameBeforeIsTold() throws IOException {
    byte[] plain = event("1", "4").getBytes(StandardCharsets.UTF_8);
    JsonNode problem = body(send(LINES, plain, "Content-Encoding", "gzip"), 400);
    assertThat(problem.path("reason").stringValue()).isEqualTo("body_not_gzip");
    String lines =
        IntStream.range(0, 5000)
            .mapToObj(i -> event("n" + i, "2"))
            .collect(Collectors.joining("\n"));
    byte[] whole = gzip(lines);
    byte[] cut = Arrays.copyOf(whole, whole.length - 100);
    problem = body(send(LINES, cut, "Content-Encoding", "gzip"), 400);
    assertThat(problem.path("storedSoFar").path("accepted").intValue()).isBetween(1000, 4999);
    JsonNode again = body(send(LINES, whole, "Content-Encoding", "gzip"), 200);
    assertThat(
            again.path("accepted").intValue()
                + problem.path("storedSoFar").path("accepted").intValue())
        .isEqualTo(5000);
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 10000");
  }

  @Test
  void aBrokenSecondMemberOfAGzipIsNotTakenForTheEnd() throws IOException {
    byte[] first = gzip(event("1", "4") + "\n");
    byte[] second = gzip(event("2", "4"));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    byte[] wrongMagic = both.clone();
    wrongMagic[first.length + 1]++;
    for (byte[] broken :
        List.of(
            Arrays.copyOf(both, first.length + 6),
            wrongMagic,
            Arrays.copyOf(both, both.length - 3))) {
      JsonNode problem = body(send(LINES, broken, "Content-Encoding", "gzip"), 400);
      assertThat(problem.path("reason").stringValue()).isEqualTo("body_not_gzip");
    }
    JsonNode whole = body(send(LINES, both, "Content-Encoding", "gzip"), 200);
    assertThat(whole.path("accepted").intValue() + whole.path("duplicates").intValue())
        .isEqualTo(2);
  }

  @Test
  void emptyLinesCountForNothing() {
    String lines = "\n\r\n" + event("1", "4") + "\n\n\n" + event("2", "4") + "\r\n\n";
    JsonNode answer = body(send(LINES, lines.getBytes(StandardCharsets.UTF_8)), 200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(2);
  }

  @Test
  void aVoidIsAnsweredByWhatItDid() {
    send("application/json", event("1", "4").getBytes(StandardCharsets.UTF_8));
    String voids =
        "[" + voiding("v1", "1") + "," + voiding("v2", "2") + "," + voiding("v3", "v3") + "]";
    JsonNode answer = body(send("application/json", voids.getBytes(StandardCharsets.UTF_8)), 200);
    assertThat(answer.path("accepted").intValue()).isEqualTo(2);
    assertThat(answer.path("voided").intValue()).isEqualTo(1);
    assertThat(answer.path("voidsWaiting").intValue()).isEqualTo(1);
    assertThat(refused(answer)).containsExactly("2 target");
    assertThat(points()).containsExactly("wksp_oregon 2026-04-30 sms   04-30T10 0");
  }

  private List<String> points() {
    return UsageTestEvents.points(jdbc);
  }

  private MvcTestResult send(String contentType, byte[] body, String... headers) {
    var request =
        mvc.post()
            .uri("/api/v1/usage")
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", contentType);
    for (int i = 0; i < headers.length; i += 2) {
      request = request.header(headers[i], headers[i + 1]);
    }
    return request.content(body).exchange();
  }

  private JsonNode body(MvcTestResult result, int status) {
    assertThat(result).hasStatus(status);
    return json.readTree(result.getResponse().getContentAsByteArray());
  }

  private static List<String> refused(JsonNode answer) {
    return answer.path("refused").values().stream()
        .map(it -> it.path("index").intValue() + " " + it.path("reason").stringValue())
        .toList();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String event(String id, String quantity) {
    return """
    {"specversion":"1.0","id":"%s","source":"/test","type":"io.countinghouse.usage","subject":"%s",\
    "time":"%s","data":{"item":"sms","quantity":"%s"}}\
    """
        .formatted(id, OREGON.value(), NOW, quantity);
  }

  private static String voiding(String id, String target) {
    return """
    {"specversion":"1.0","id":"%s","source":"/test","type":"io.countinghouse.usage.void",\
    "time":"%s","data":{"id":"%s"}}\
    """
        .formatted(id, NOW, target);
  }
}
