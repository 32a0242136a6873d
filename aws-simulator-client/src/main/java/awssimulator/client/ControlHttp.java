package awssimulator.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends control requests and reads their answers. Thread-safe. */
final class ControlHttp {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /** What is null is not sent; an answer may have members that this client does not know yet. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .changeDefaultPropertyInclusion(
              _ -> JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS))
          .build();

  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_MAX)
          .build();

  ControlHttp(URI address) {
    this.address = address;
  }

  URI address() {
    return address;
  }

  <T> T get(String path, Class<T> type) {
    return call("GET", path, null, type);
  }

  <T> List<T> list(String path, Class<T> element) {
    List<T> answer =
        JSON.readerForListOf(element).readValue(send("GET", path, null, ANSWER_MAX).body());
    return List.copyOf(answer);
  }

  <T> T post(String path, Object body, Class<T> type) {
    return call("POST", path, body, type);
  }

  /** A request whose answer may take any time, because the simulator waits for others. */
  <T> T postAndWait(String path, Object body, Class<T> type) {
    return JSON.readValue(send("POST", path, body, null).body(), type);
  }

  /** A request of any method. */
  <T> T call(String method, String path, @Nullable Object body, Class<T> type) {
    return JSON.readValue(send(method, path, body, ANSWER_MAX).body(), type);
  }

  /** A request whose answer says nothing that matters. */
  void run(String method, String path, @Nullable Object body) {
    send(method, path, body, ANSWER_MAX);
  }

  private HttpResponse<String> send(
      String method, String path, @Nullable Object body, @Nullable Duration answerMax) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/control" + path));
    request.header("Accept", "application/json, application/problem+json");
    if (answerMax != null) {
      request.timeout(answerMax);
    }
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
    }
    HttpResponse<String> response = exchange(request.build());
    if (response.statusCode() / 100 != 2) {
      throw problem(method + " " + path, response);
    }
    return response;
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("No simulator answered at " + address + ": is it running?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the simulator was at work", e);
    }
  }

  private static SimulatorProblem problem(String request, HttpResponse<String> response) {
    try {
      JsonNode document = JSON.readTree(response.body());
      return new SimulatorProblem(
          request, response.statusCode(), text(document, "title"), text(document, "detail"));
    } catch (JacksonException _) {
      return new SimulatorProblem(request, response.statusCode(), null, response.body());
    }
  }

  private static @Nullable String text(JsonNode document, String member) {
    JsonNode value = document.get(member);
    return value == null || !value.isString() ? null : value.stringValue();
  }

  /** A value as one segment of a path. */
  static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
