package io.countinghouse.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class UsageBodyTests {

  private static final String BATCH = "application/cloudevents-batch+json";

  private final UsageBody body = new UsageBody(UsageTestEvents.settings(4, 1000));

  @ParameterizedTest
  @ValueSource(strings = {BATCH, "application/json"})
  void anElementThatCannotBeReadRefusesOnlyItself(String contentType) throws IOException {
    for (String bad : bad()) {
      String array = " [{\"id\":\"a\u20ac\"} ,\n" + bad + ", {\"id\":\"c\"}]\n";
      assertThat(events(contentType, array))
          .as(bad.substring(0, Math.min(bad.length(), 30)))
          .containsExactly("0 {\"id\":\"a\u20ac\"}", "1 NOT_JSON", "2 {\"id\":\"c\"}");
      assertThat(events(contentType, "\ufeff" + array)).hasSize(3).contains("2 {\"id\":\"c\"}");
    }
  }

  private static List<String> bad() {
    return List.of(
        "{\"id\":\"2\",\"id\":\"2\"}",
        "{\"n\":{\"n\":1,\"n\":1}}",
        "{\"n\":" + "1".repeat(1001) + "}",
        "{\"n\":" + "[".repeat(500) + "]".repeat(500) + "}",
        "{\"n\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}",
        "{\"" + "n".repeat(50_001) + "\":1}");
  }

  @Test
  void whatIsNoObjectIsRefusedWhateverItSays() throws IOException {
    assertThat(
            events(
                BATCH,
                "["
                    + "1".repeat(1001)
                    + ",\"[\\\"\",{\"id\":\"c\"},"
                    + "[".repeat(600)
                    + "]".repeat(600)
                    + "]"))
        .containsExactly(
            "0 NOT_AN_OBJECT", "1 NOT_AN_OBJECT", "2 {\"id\":\"c\"}", "3 NOT_AN_OBJECT");
  }

  @Test
  void anArrayThatIsItselfNoJsonIsRefused() throws IOException {
    String twice = "[{\"a\":1,\"a\":1},";
    for (String rest :
        List.of("", "7", "{]", "7]]", "7][]", "nil]", "7,]", "{\"a\":\"\u0001\"}]")) {
      assertThat(problem(BATCH, twice + rest)).as(rest).isEqualTo("body_not_json");
    }
    assertThat(problem("application/json", "{\"a\":1,\"a\":1}")).isEqualTo("body_not_json");
    assertThat(problem(BATCH, "{\"a\":1,\"a\":1}")).isEqualTo("body_not_json");
  }

  @Test
  void aBadElementLiftsNoLimit() throws IOException {
    String twice = "[{\"a\":1,\"a\":1}";
    assertThat(events(BATCH, twice + ",{}".repeat(3) + "]")).hasSize(4);
    assertThat(problem(BATCH, twice + ",{}".repeat(4) + "]")).isEqualTo("too_many_events");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json; charset=us-ascii",
        "application/cloudevents+json; charset=US-ASCII",
        "application/json; charset=\"utf-8\""
      })
  void asciiIsUtf8(String contentType) throws IOException {
    assertThat(events(contentType, "{\"id\":\"1\"}")).containsExactly("0 {\"id\":\"1\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/x-ndjson", "application/ndjson", "application/jsonl"})
  void linesGoByAnyOfTheirNames(String contentType) throws IOException {
    assertThat(read(contentType, "{}")).isInstanceOf(UsageBody.Lines.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "X-GZIP"})
  void gzipGoesByBothOfItsNames(String encoding) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("[{}]".getBytes(StandardCharsets.UTF_8));
    }
    MockHttpServletRequest request = request(BATCH, packed.toByteArray());
    request.addHeader("Content-Encoding", encoding);
    assertThat(body.read(request)).isInstanceOf(UsageBody.Events.class);
  }

  private UsageBody.Result read(String contentType, String text) throws IOException {
    return body.read(request(contentType, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static MockHttpServletRequest request(String contentType, byte[] content) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/usage");
    request.setContentType(contentType);
    request.setContent(content);
    return request;
  }

  private List<String> events(String contentType, String text) throws IOException {
    assertThat(read(contentType, text)).isInstanceOf(UsageBody.Events.class);
    return ((UsageBody.Events) read(contentType, text))
        .events().stream()
            .map(it ->
                it.index()
                    + " "
                    + switch (it) {
                      case SentEvent.Json json -> json.node().toString();
                      case SentEvent.Unreadable unreadable -> unreadable.reason().name();
                    })
            .toList();
  }

  private String problem(String contentType, String text) throws IOException {
    assertThat(read(contentType, text)).isInstanceOf(UsageBody.Unreadable.class);
    return ((UsageBody.Unreadable) read(contentType, text)).problem().reason();
  }
}
