package io.countinghouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countinghouse.kernel.SigningSecret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A seller's text gateway: keeps what came and answers as told. */
public final class TextSink implements AutoCloseable {

  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

  private final SigningSecret secret = SigningSecret.next();
  private final List<Taken> taken = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private volatile int status = 204;

  /** What came. */
  public record Taken(
      String method,
      String type,
      String id,
      long timestamp,
      String signatures,
      String payload,
      boolean signed) {

    public JsonNode json() {
      return new JsonMapper().readTree(payload);
    }

    public String to() {
      return json().path("to").asString();
    }

    public String text() {
      return json().path("text").asString();
    }

    public String code() {
      Matcher code = CODE.matcher(text());
      if (!code.find()) {
        throw new AssertionError("no code");
      }
      return code.group();
    }
  }

  /** Starts one on this machine. */
  public TextSink() {
    server = LoopbackServer.started("/", this::take);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String id = headers.getFirst("webhook-id");
      long timestamp = Long.parseLong(headers.getFirst("webhook-timestamp"));
      String signatures = headers.getFirst("webhook-signature");
      taken.add(
          new Taken(
              exchange.getRequestMethod(),
              headers.getFirst("Content-Type"),
              id,
              timestamp,
              signatures,
              payload,
              secret.signed(id, timestamp, payload, signatures)));
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** With what it answers from now on. */
  public void answers(int with) {
    status = with;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/texts?for=test";
  }

  /** What its texts are signed with, as settings have it. */
  public String secret() {
    return secret.shown();
  }

  /** All that came for a number, the oldest first. */
  public List<Taken> to(String number) {
    return taken.stream().filter(it -> it.to().equals(number)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
