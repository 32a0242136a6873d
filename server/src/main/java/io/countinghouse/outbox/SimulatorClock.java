package io.countinghouse.outbox;

import io.countinghouse.kernel.DrivenClock;
import io.countinghouse.kernel.WholeAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The clock of an AWS simulator, over its control API. */
class SimulatorClock {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final URI simulator;
  private final String follower;
  private final JsonMapper json;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  SimulatorClock(URI simulator, String follower, JsonMapper json) {
    this.simulator = simulator;
    this.follower = follower;
    this.json = json;
  }

  /**
   * What the simulator says of its clock.
   *
   * @param generation rises whenever the followers have to look again
   * @param advancing whether the time stands still on the way to a target
   */
  record Reading(Instant time, long generation, boolean advancing) {}

  private record Report(long generation, Instant reached, @Nullable Instant nextDue) {}

  /**
   * A clock that stands where the simulator's does.
   *
   * @throws IllegalStateException if the simulator does not answer
   */
  DrivenClock firstReading() {
    try {
      Reading reading = ask(request("/control/clock").GET().build());
      DrivenClock clock = new DrivenClock(reading.time(), System::nanoTime);
      clock.set(reading.time(), !reading.advancing());
      return clock;
    } catch (IOException e) {
      throw new IllegalStateException(
          "The simulator's clock at "
              + simulator
              + " does not answer: start the simulator first, or set countinghouse.clock.source=system",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the simulator for its time", e);
    }
  }

  /**
   * Reports how far the due work is done; answers when there is something new, or after about a
   * second.
   */
  Reading report(long generation, Instant reached, Optional<Instant> nextDue)
      throws IOException, InterruptedException {
    String body = json.writeValueAsString(new Report(generation, reached, nextDue.orElse(null)));
    return ask(
        request("/control/clock/followers/" + follower)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(simulator.resolve(path)).timeout(ANSWER);
  }

  private Reading ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = WholeAnswer.of(http, request);
    if (response.statusCode() != 200) {
      throw new IOException("the simulator's clock answered " + response.statusCode());
    }
    return json.readerFor(Reading.class)
        .without(tools.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .readValue(response.body());
  }
}
