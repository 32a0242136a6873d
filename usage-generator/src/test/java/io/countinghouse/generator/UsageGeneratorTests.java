package io.countinghouse.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class UsageGeneratorTests {

  private static final Instant FIRST = Instant.parse("2026-11-02T16:00:00Z");

  private final List<JsonNode> bodies = new CopyOnWriteArrayList<>();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final JsonMapper json = JsonMapper.builder().build();
  private HttpServer server;
  private volatile boolean refuses;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/usage", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode events = json.readTree(exchange.getRequestBody().readAllBytes());
    bodies.add(events);
    keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
    String text =
        refuses
            ? "{\"accepted\":0,\"duplicates\":0,\"refused\":[{\"index\":0,\"reason\":\"time_ahead\"}],\"unknownWorkspace\":[]}"
            : "{\"accepted\":%d,\"duplicates\":1,\"refused\":[],\"unknownWorkspace\":[]}"
                .formatted(events.size());
    byte[] answer = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    try (exchange) {
      exchange.getResponseBody().write(answer);
    }
  }

  private UsageGenerator generator() {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new UsageGenerator(
        new GeneratedUsage(7, Profile.ALL_ITEMS, 1),
        new UsageApiClient(address, "chk_key", 10),
        List.of("wksp_a", "wksp_b"));
  }

  @Test
  void sendsBatchesOfCloudEventsAndAddsUpTheAnswers() throws Exception {
    UsageApiClient.Taken taken = generator().run(FIRST, 2, 0);
    int sent = bodies.stream().mapToInt(JsonNode::size).sum();
    assertThat(sent).isGreaterThanOrEqualTo(2 * 2 * Profile.ALL_ITEMS.streams().size());
    assertThat(taken).isEqualTo(new UsageApiClient.Taken(sent, bodies.size(), 0));
    assertThat(bodies).allSatisfy(it -> assertThat(it.size()).isLessThanOrEqualTo(10));
    assertThat(keys).containsOnly("Bearer chk_key");
    JsonNode first = bodies.getFirst().get(0);
    assertThat(first.path("type").asString()).isEqualTo("io.countinghouse.usage");
    assertThat(first.path("subject").asString()).isEqualTo("wksp_a");
    assertThat(first.path("data").path("quantity").isString()).isTrue();
  }

  @Test
  void aRefusalIsToldWithItsReason() {
    refuses = true;
    assertThatThrownBy(() -> generator().run(FIRST, 1, 0))
        .isInstanceOf(UsageApiClient.NotTakenException.class)
        .hasMessageContaining("time_ahead");
  }

  @Test
  void theSpeedIsHoursOfUsageASecond() throws Exception {
    long startedNanos = System.nanoTime();
    var _ = generator().run(FIRST, 1, 20);
    // Six rounds, the late ones included: five waits of a twentieth of a second.
    assertThat(System.nanoTime() - startedNanos).isGreaterThanOrEqualTo(250_000_000L);
  }

  @Test
  void theCommandSaysWhatIsWrong() {
    InstantSource now = InstantSource.fixed(Instant.parse("2026-11-03T10:20:00Z"));
    Map<String, String> key = Map.of("API_KEY", "chk_key");
    Arguments right =
        Arguments.read(new String[] {"--workspace", "wksp_a", "--hours", "3"}, key, now);
    assertThat(right.from()).isEqualTo("2026-11-03T07:00:00Z");
    assertThat(right.workspaces()).containsExactly("wksp_a");
    assertThatThrownBy(() -> Arguments.read(new String[0], key, now))
        .hasMessageStartingWith("Name a workspace");
    assertThatThrownBy(
            () -> Arguments.read(new String[] {"--workspace", "w", "--hours", "0"}, key, now))
        .hasMessage("--hours must be a whole number, 1 or more, not 0.");
    assertThatThrownBy(
            () -> Arguments.read(new String[] {"--workspace", "w", "--from", "monday"}, key, now))
        .hasMessageStartingWith("--from must be a time");
    assertThatThrownBy(
            () -> Arguments.read(new String[] {"--workspace", "w", "--reports", "3601"}, key, now))
        .hasMessage("--reports must be at most 3600.");
    assertThatThrownBy(() ->
            Arguments.read(new String[] {"--workspace", "w", "--server", "ftp://h"}, key, now))
        .hasMessageStartingWith("--server must be an address");
  }
}
