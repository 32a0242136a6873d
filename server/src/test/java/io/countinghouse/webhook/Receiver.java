package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.countinghouse.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who is told: keeps what came and answers as scripted. */
final class Receiver implements AutoCloseable {

  /**
   * What came.
   *
   * @param port of the sender's end of the connection
   */
  record Message(String id, long timestamp, String signatures, String payload, int port) {

    JsonNode json() {
      return new JsonMapper().readTree(payload);
    }

    String type() {
      return json().path("type").asString();
    }

    /**
     * By the convention, written down here once more: any of the signatures may be the one of the
     * secret.
     */
    boolean isSignedWith(String secret) {
      assertThat(secret).startsWith("whsec_");
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
            new SecretKeySpec(
                Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        mac.update(id.getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        mac.update(Long.toString(timestamp).getBytes(StandardCharsets.UTF_8));
        mac.update((byte) '.');
        mac.update(payload.getBytes(StandardCharsets.UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal());
        return List.of(signatures.split(" ", -1)).contains(expected);
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
  }

  final List<Message> messages = new CopyOnWriteArrayList<>();
  volatile ToIntFunction<Message> answer = _ -> 204;
  volatile String body = "";
  volatile Map<String, String> headers = Map.of();

  private final HttpServer server;

  Receiver() {
    server = LoopbackServer.started("/", this::take);
  }

  private void take(HttpExchange exchange) throws IOException {
    Message message =
        new Message(
            exchange.getRequestHeaders().getFirst("webhook-id"),
            Long.parseLong(exchange.getRequestHeaders().getFirst("webhook-timestamp")),
            exchange.getRequestHeaders().getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            exchange.getRemoteAddress().getPort());
    messages.add(message);
    int status = answer.applyAsInt(message);
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] said = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, said.length == 0 ? -1 : said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?for=test";
  }

  List<String> types() {
    return messages.stream().map(Message::type).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
