package io.countinghouse.usage;

import static io.countinghouse.usage.UsageTestEvents.OREGON;
import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.TestClock;
import io.countinghouse.identity.ApiKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** CloudEvents' binary mode. */
@JobTest
class BinaryEventIntegrationTests implements BothProducts {

  private static final Instant NOW = Instant.parse("2026-04-30T10:58:00Z");

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

  @Test
  void anEventInBinaryModeIsTheSameAsInStructuredMode() {
    body(
        send(
            "application/cloudevents+json",
            event("a \u20ac", "4").getBytes(StandardCharsets.UTF_8)),
        200);
    JsonNode answer =
        body(
            binary(
                "{\"item\":\"sms\",\"quantity\":\"4.0\"}",
                "ce-id",
                "a%20%E2%82%AC",
                "ce-source",
                "\"/test\""),
            200);
    assertThat(answer.path("duplicates").intValue()).isEqualTo(1);
  }

  @Test
  void aBadEventInBinaryModeIsAProblemOfItsReason() {
    JsonNode problem = body(binary("", "ce-id", "1", "ce-source", "/test"), 400);
    assertThat(problem.path("reason").stringValue()).isEqualTo("data");
    problem = body(binary("{}", "ce-id", "1", "ce-source", "%zz"), 400);
    assertThat(problem.path("reason").stringValue()).isEqualTo("source");
  }

  /** The web server hands each byte on as a character; some of these are control characters. */
  @Test
  void aHeaderMayBeUtf8AsItIsAndNothingElse() {
    String source =
        new String("/采集/1".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String data = "{\"item\":\"sms\",\"quantity\":\"4\"}";
    assertThat(
            body(binary(data, "ce-id", "1", "ce-source", source), 200).path("accepted").intValue())
        .isEqualTo(1);
    String encoded = "/%E9%87%87%E9%9B%86/1";
    assertThat(
            body(binary(data, "ce-id", "1", "ce-source", encoded), 200)
                .path("duplicates")
                .intValue())
        .isEqualTo(1);
    for (String bad : new String[] {"\u0080", "\u00ff", "%ff", "\u00c2\u0085", "%00"}) {
      JsonNode problem = body(binary(data, "ce-id", bad, "ce-source", "/test"), 400);
      assertThat(problem.path("reason").stringValue()).as(bad).isEqualTo("id");
    }
  }

  @Test
  void anotherHeaderWithControlCharactersIsTheSendersFault() {
    byte[] event = event("1", "4").getBytes(StandardCharsets.UTF_8);
    MvcTestResult result = send("application/json", event, "Content-Encoding", "\u0080");
    assertThat(result).hasContentType("application/problem+json");
    assertThat(body(result, 400).path("reason").stringValue()).isEqualTo("bad_request");
  }

  private MvcTestResult binary(String data, String... headers) {
    return send(
        "application/json",
        data.getBytes(StandardCharsets.UTF_8),
        Stream.concat(
                Arrays.stream(headers),
                Stream.of(
                    "ce-specversion",
                    "1.0",
                    "ce-type",
                    "io.countinghouse.usage",
                    "ce-subject",
                    OREGON.value(),
                    "ce-time",
                    NOW.toString()))
            .toArray(String[]::new));
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

  private static String event(String id, String quantity) {
    return """
    {"specversion":"1.0","id":"%s","source":"/test","type":"io.countinghouse.usage","subject":"%s",\
    "time":"%s","data":{"item":"sms","quantity":"%s"}}\
    """
        .formatted(id, OREGON.value(), NOW, quantity);
  }
}
