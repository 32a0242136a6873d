package io.countinghouse.demo.clock;

import io.countinghouse.kernel.ClockSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's clock, by its control API. */
@Component
class SimulatorControl {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(10);

  /** Two weeks are 336 hours, each with its work. */
  private static final Duration ADVANCE = Duration.ofMinutes(15);

  private final URI clock;
  private final JsonMapper json;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  SimulatorControl(ClockSettings settings, JsonMapper json) {
    URI simulator =
        Objects.requireNonNull(
            settings.simulatorUrl(), "the demo always follows the simulator's clock");
    this.clock = simulator.resolve("/control/clock");
    this.json = json;
  }

  /** The simulator answered that it cannot, or not at all. */
  static final class ControlException extends Exception {

    ControlException(String message) {
      super(message);
    }
  }

  /** Business time now. */
  Instant time() throws ControlException {
    return ask(HttpRequest.newBuilder(clock).timeout(READ).GET().build());
  }

  /**
   * Moves the clock forward, hour by hour; returns when all work due on the way is done.
   *
   * @return the time reached
   */
  Instant advance(Duration distance) throws ControlException {
    String body = json.writeValueAsString(Map.of("advance", distance.toString()));
    return ask(
        HttpRequest.newBuilder(clock)
            .timeout(ADVANCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private Instant ask(HttpRequest request) throws ControlException {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      JsonNode answer = json.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new ControlException(answer.path("detail").asString(""));
      }
      return Instant.parse(answer.path("time").asString());
    } catch (IOException e) {
      throw new ControlException(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new ControlException("interrupted");
    }
  }
}
