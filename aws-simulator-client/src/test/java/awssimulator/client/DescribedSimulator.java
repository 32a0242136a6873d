package awssimulator.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A simulator of the simulator: answers each described route with made-up JSON that has every
 * described member, and writes down what was asked.
 */
final class DescribedSimulator implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final JsonNode description;
  private final HttpServer server;
  private final List<Call> calls = new ArrayList<>();

  /** A request: its route as described, the names of its query, its body, and its answer. */
  record Call(
      String route, List<String> query, @Nullable JsonNode body, @Nullable JsonNode answer) {}

  DescribedSimulator() throws IOException {
    try (var in = DescribedSimulator.class.getResourceAsStream("/awssimulator/openapi.json")) {
      description = JSON.readTree(in);
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  JsonNode description() {
    return description;
  }

  List<Call> calls() {
    return calls;
  }

  /** Every described route, as "GET /control/clock". */
  List<String> routes() {
    List<String> routes = new ArrayList<>();
    for (var path : description.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        routes.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    return routes;
  }

  JsonNode operation(String route) {
    String[] parts = route.split(" ", -1);
    return description.get("paths").get(parts[1]).get(parts[0].toLowerCase(Locale.ROOT));
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String route = route(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
      JsonNode answer = answerOf(operation(route));
      calls.add(
          new Call(
              route,
              queryNames(exchange.getRequestURI().getRawQuery()),
              sent.isEmpty() ? null : JSON.readTree(sent),
              answer));
      byte[] body = answer == null ? new byte[0] : JSON.writeValueAsBytes(answer);
      exchange.sendResponseHeaders(answer == null ? 204 : 200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String route(String method, String path) {
    // The fixed word wins over the variable: /notifications/release over /notifications/{id}.
    return routes().stream()
        .filter(route -> route.startsWith(method + " "))
        .filter(route ->
            path.matches(route.substring(method.length() + 1).replaceAll("\\{[^}]*}", "[^/]+")))
        .min((a, b) -> Long.compare(variables(a), variables(b)))
        .orElseThrow(() -> new AssertionError("Not described: " + method + " " + path));
  }

  private static long variables(String route) {
    return route.chars().filter(c -> c == '{').count();
  }

  private static List<String> queryNames(@Nullable String query) {
    List<String> names = new ArrayList<>();
    if (query != null) {
      for (String parameter : query.split("&", -1)) {
        names.add(parameter.substring(0, parameter.indexOf('=')));
      }
    }
    return names;
  }

  private @Nullable JsonNode answerOf(JsonNode operation) {
    for (var response : operation.get("responses").properties()) {
      if (response.getKey().startsWith("2")) {
        JsonNode schema = response.getValue().at("/content/application~1json/schema");
        return schema.isMissingNode() ? null : example(schema);
      }
    }
    throw new AssertionError("No success is described: " + operation);
  }

  /** The schema, its reference followed. */
  JsonNode resolve(JsonNode schema) {
    JsonNode some = schema.has("anyOf") ? schema.get("anyOf").get(0) : schema;
    return some.has("$ref") ? description.at(some.get("$ref").stringValue().substring(1)) : some;
  }

  /** A value with every described member. */
  JsonNode example(JsonNode reference) {
    JsonNode schema = resolve(reference);
    if (schema.has("examples")) {
      return schema.get("examples").get(0);
    }
    if (schema.has("enum")) {
      return schema.get("enum").get(0);
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.get(0).stringValue() : type.stringValue();
    return switch (name) {
      case "string" -> JSON.valueToTree(text(schema.path("format").asString("")));
      case "integer" -> JSON.valueToTree(7);
      case "number" -> JSON.readTree("0.25");
      case "boolean" -> JSON.valueToTree(true);
      case "array" -> JSON.createArrayNode().add(example(schema.get("items")));
      case "object" -> object(schema);
      default -> throw new AssertionError("No example for " + schema);
    };
  }

  private static String text(String format) {
    return switch (format) {
      case "date-time" -> "2026-11-30T23:59:00Z";
      case "duration" -> "PT10M";
      case "" -> "text";
      default -> throw new AssertionError("No example for the format " + format);
    };
  }

  private JsonNode object(JsonNode schema) {
    var object = JSON.createObjectNode();
    for (var property : schema.path("properties").properties()) {
      object.set(property.getKey(), example(property.getValue()));
    }
    if (schema.has("additionalProperties")) {
      object.set("any", example(schema.get("additionalProperties")));
    }
    return object;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
