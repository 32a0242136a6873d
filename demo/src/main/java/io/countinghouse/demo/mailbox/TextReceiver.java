package io.countinghouse.demo.mailbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.countinghouse.kernel.SigningSecret;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A text gateway as the server expects one: takes each signed text at {@code /texts} and keeps it
 * among the mails, to a phone number.
 */
final class TextReceiver implements HttpHandler {

  static final String PATH = "/texts";

  private static final int BODY_MAX = 64 * 1024;
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

  private final MailFolder mails;
  private final SigningSecret secret;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  /**
   * @param clock wall time, which signatures go by
   */
  TextReceiver(MailFolder mails, SigningSecret secret, Clock clock) {
    this.mails = mails;
    this.secret = secret;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status(exchange), -1);
    }
  }

  private int status(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      return 404;
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
    String payload = new String(body, StandardCharsets.UTF_8);
    if (body.length > BODY_MAX) {
      return 413;
    }
    if (!isSigned(exchange, payload)) {
      return 401;
    }
    return keep(payload);
  }

  private boolean isSigned(HttpExchange exchange, String payload) {
    try {
      long timestamp = Long.parseLong(header(exchange, SigningSecret.TIMESTAMP));
      long apart = Math.abs(clock.instant().getEpochSecond() - timestamp);
      return apart <= CLOCKS_APART.toSeconds()
          && secret.signed(
              header(exchange, SigningSecret.ID),
              timestamp,
              payload,
              header(exchange, SigningSecret.SIGNATURE));
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  private int keep(String payload) throws IOException {
    try {
      JsonNode text = json.readTree(payload);
      String to = text.path("to").asString("");
      String words = text.path("text").asString("");
      if (to.isEmpty() || words.isEmpty()) {
        return 400;
      }
      mails.store(to, mail(words));
      return 204;
    } catch (JacksonException | MessagingException _) {
      return 400;
    }
  }

  /** Its words are its subject as well: the list shows the code. */
  private static byte[] mail(String words) throws MessagingException, IOException {
    MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
    mail.setSubject(words, "UTF-8");
    mail.setText(words, "UTF-8");
    ByteArrayOutputStream source = new ByteArrayOutputStream();
    mail.writeTo(source);
    return source.toByteArray();
  }
}
