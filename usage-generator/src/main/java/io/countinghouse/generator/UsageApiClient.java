package io.countinghouse.generator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports usage to a server, in batches. */
public final class UsageApiClient {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration READ = Duration.ofSeconds(60);
  private static final int TRIES = 5;
  private static final int REASONS_SHOWN = 3;

  private final URI usage;
  private final String apiKey;
  private final int batch;
  private final JsonMapper json = JsonMapper.builder().build();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * @param server such as {@code http://localhost:8080}
   * @param batch events in a request, 1 or more; not more than the server takes
   */
  public UsageApiClient(URI server, String apiKey, int batch) {
    this.usage = server.resolve("/api/v1/usage");
    this.apiKey = apiKey;
    this.batch = batch;
  }

  /**
   * What became of events.
   *
   * @param accepted new ones, stored for good
   * @param duplicates taken before
   * @param unknownWorkspace of workspaces that the server does not know; kept, and counted nowhere
   */
  public record Taken(long accepted, long duplicates, long unknownWorkspace) {

    /** Nothing. */
    public static final Taken NONE = new Taken(0, 0, 0);

    /** Both together. */
    public Taken plus(Taken other) {
      return new Taken(
          accepted + other.accepted,
          duplicates + other.duplicates,
          unknownWorkspace + other.unknownWorkspace);
    }
  }

  /** The server does not take the events, or does not answer. */
  public static final class NotTakenException extends Exception {

    NotTakenException(String message) {
      super(message);
    }
  }

  /**
   * Sends events; a batch that the server cannot take just now is sent again, for the same event
   * counts once.
   *
   * @throws NotTakenException if the server refuses one, or is not to be had after some tries
   * @throws InterruptedException if the thread is to stop
   */
  public Taken send(List<GeneratedEvent> events) throws NotTakenException, InterruptedException {
    Taken all = Taken.NONE;
    for (int from = 0; from < events.size(); from += batch) {
      all = all.plus(sendBatch(events.subList(from, Math.min(from + batch, events.size()))));
    }
    return all;
  }

  private Taken sendBatch(List<GeneratedEvent> events)
      throws NotTakenException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(usage)
            .timeout(READ)
            .header("Authorization", "Bearer " + apiKey)
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(
                BodyPublishers.ofString(
                    json.writeValueAsString(events.stream().map(GeneratedEvent::json).toList())))
            .build();
    String problem = "";
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      try {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return taken(json.readTree(response.body()));
        }
        problem = response.statusCode() + " " + response.body();
        if (response.statusCode() < 500 && response.statusCode() != 429) {
          break;
        }
      } catch (IOException e) {
        problem = e.toString();
      }
      Thread.sleep(Duration.ofSeconds(attempt));
    }
    throw new NotTakenException("%s does not take usage: %s".formatted(usage, problem));
  }

  private static Taken taken(JsonNode answer) throws NotTakenException {
    JsonNode refused = answer.path("refused");
    if (!refused.isEmpty()) {
      List<String> reasons = new ArrayList<>();
      for (int at = 0; at < Math.min(REASONS_SHOWN, refused.size()); at++) {
        reasons.add(refused.get(at).toString());
      }
      throw new NotTakenException(
          "%d events were refused: %s".formatted(refused.size(), String.join(", ", reasons)));
    }
    return new Taken(
        answer.path("accepted").asLong(),
        answer.path("duplicates").asLong(),
        answer.path("unknownWorkspace").size());
  }
}
