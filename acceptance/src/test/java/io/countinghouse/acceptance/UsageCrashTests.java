package io.countinghouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server is killed in the middle of a bulk of usage: every event is in or out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageCrashTests {

  private static final int EVENTS = 100_000;
  private static final String WORKSPACE = "wksp_crash";
  private static final String STORED = "SELECT count(*) FROM usage.event";
  private static final String STORED_SUM =
      "SELECT coalesce(sum(quantity), 0)::bigint FROM usage.event";
  private static final String COUNTED_SUM =
      "SELECT coalesce(sum(quantity), 0)::bigint FROM usage.hour_point WHERE workspace_id = ?";

  private final DemoProcess demo = DemoProcess.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterAll
  void stop() throws IOException {
    demo.close();
    client.close();
  }

  @Test
  void killedInTheMiddleOfABulkEveryEventIsInOrOutAndAResendCompletesIt() throws Exception {
    byte[] lines = lines(new Outside(demo).now());
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      String _ =
          database.column(
              """
              INSERT INTO workspace.workspace (id, site, name, language, plan, created_at)
              VALUES (?, 'us1', 'Crash', 'en', 'COMMERCIAL', now()) RETURNING id\
              """,
              WORKSPACE);
      CompletableFuture<HttpResponse<String>> bulk =
          client.sendAsync(request(lines), BodyHandlers.ofString());
      Awaitility.await("some of it is stored")
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> stored(database) > 3000);
      demo.kill();
      assertThat(bulk).failsWithin(Duration.ofSeconds(30));
      assertThat(stored(database)).isBetween(3000, EVENTS - 1);
      assertThat(database.column(COUNTED_SUM, WORKSPACE))
          .as("what is stored is counted and nothing else")
          .isEqualTo(database.column(STORED_SUM));
    }

    demo.startAgain();
    try (DemoDatabase database = DemoDatabase.of(demo)) {
      int before = stored(database);
      HttpResponse<String> again = client.send(request(lines), BodyHandlers.ofString());
      JsonNode answer = new JsonMapper().readTree(again.body());
      assertThat(answer.path("duplicates").asInt()).isEqualTo(before);
      assertThat(answer.path("accepted").asInt()).isEqualTo(EVENTS - before);
      assertThat(database.column(COUNTED_SUM, WORKSPACE))
          .isEqualTo(Long.toString((long) EVENTS * (EVENTS + 1) / 2));
    }
  }

  private static int stored(DemoDatabase database) {
    return Integer.parseInt(database.column(STORED));
  }

  private HttpRequest request(byte[] lines) {
    return HttpRequest.newBuilder(demo.server("/api/v1/usage"))
        .header("Authorization", "Bearer " + demo.apiKey())
        .header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofByteArray(lines))
        .build();
  }

  /** Of quantities 1, 2, 3 and so on. */
  private static byte[] lines(Instant time) {
    return IntStream.rangeClosed(1, EVENTS)
        .mapToObj(i ->
            """
            {"specversion":"1.0","id":"e%d","source":"/crash","type":"io.countinghouse.usage","subject":"%s",\
            "time":"%s","data":{"item":"log","quantity":"%d","retention":"7d"}}\
            """
                .formatted(i, WORKSPACE, time, i))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
