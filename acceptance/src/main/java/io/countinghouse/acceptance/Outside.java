package io.countinghouse.acceptance;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * All that talks to a demo without a browser and is not AWS: the clock, a data plane, a mail
 * reader.
 */
final class Outside {

  /** The published worked example; {@link Market} says what it costs. */
  private static final List<Usage> WORKED_EXAMPLE =
      List.of(
          new Usage("timeseries", "3d", "6000"),
          new Usage("log", "7d", "2000000"),
          new Usage("trace", "3d", "2000000"),
          new Usage("pv", "3d", "20000"),
          new Usage("trigger", "", "20000"));

  private static final Pattern CODE = Pattern.compile("(?<!\\d)(\\d{6})(?!\\d)");

  private final DemoProcess demo;
  private final Http http = new Http();

  Outside(DemoProcess demo) {
    this.demo = demo;
  }

  private record Usage(String item, String retention, String quantity) {}

  Instant now() {
    return Instant.parse(http.get(demo.simulator("/control/clock")).path("time").asString());
  }

  void advance(Duration distance) {
    JsonNode _ =
        http.post(demo.simulator("/control/clock"), Map.of("advance", distance.toString()));
  }

  /** Asks for an advance whose end nobody waits for: the demo may be killed on the way. */
  void beginAdvance(Duration distance) {
    http.begin(demo.simulator("/control/clock"), Map.of("advance", distance.toString()));
  }

  /** The data plane reports the worked example's usage as used now. */
  void useTheWorkedExample(String workspace) {
    use(workspace, WORKED_EXAMPLE);
  }

  /** The data plane reports log lines, kept for seven days, as written now. */
  void log(String workspace, long lines) {
    use(workspace, List.of(new Usage("log", "7d", Long.toString(lines))));
  }

  private void use(String workspace, List<Usage> used) {
    Instant now = now();
    List<Map<String, Object>> events =
        used.stream().map(usage -> event(workspace, now, usage)).toList();
    JsonNode answer =
        http.post(
            demo.server("/api/v1/usage"),
            events,
            Map.of(
                "Authorization",
                "Bearer " + demo.apiKey(),
                "Content-Type",
                "application/cloudevents-batch+json"));
    if (answer.path("accepted").asInt() != events.size()) {
      throw new AssertionError("usage was not taken: " + answer);
    }
  }

  private static Map<String, Object> event(String workspace, Instant time, Usage usage) {
    Map<String, String> data =
        usage.retention.isEmpty()
            ? Map.of("item", usage.item, "quantity", usage.quantity)
            : Map.of("item", usage.item, "quantity", usage.quantity, "retention", usage.retention);
    return Map.of(
        "specversion",
        "1.0",
        "id",
        UUID.randomUUID().toString(),
        "source",
        "acceptance",
        "type",
        "io.countinghouse.usage",
        "subject",
        workspace,
        "time",
        time.toString(),
        "data",
        data);
  }

  /** The code in the first mail to an address, once it is there. */
  String codeSentTo(String email) {
    return Awaitility.await("a mail with a code to " + email)
        .atMost(Duration.ofSeconds(30))
        .until(() -> code(email), code -> !code.isEmpty());
  }

  /** How many mails an address has got. */
  int mailCount(String email) {
    return mails(email).size();
  }

  /** The code in the newest mail to an address, once it has got more than so many. */
  String codeAfter(String email, int count) {
    Awaitility.await("one more mail to " + email)
        .atMost(Duration.ofSeconds(30))
        .until(() -> mailCount(email) > count);
    return codeSentTo(email);
  }

  private String code(String email) {
    for (JsonNode mail : mails(email)) {
      Matcher code = CODE.matcher(mail.path("text").asString());
      if (code.find()) {
        return code.group(1);
      }
    }
    return "";
  }

  /** The mails to an address, newest first. */
  JsonNode mails(String email) {
    return http.get(
        demo.mailBox("/messages?to=" + URLEncoder.encode(email, StandardCharsets.UTF_8)));
  }

  JsonNode get(URI uri) {
    return http.get(uri);
  }
}
