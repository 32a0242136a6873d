package io.countinghouse.demo.mailbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pages {@code /} and {@code /mails/{id}}, the JSON {@code /messages} and {@code
 * /messages/{id}}, and a mail's own HTML, {@code /messages/{id}/html}, which may do nothing but
 * look its way.
 */
final class MailPages implements HttpHandler {

  private static final Pattern PLACE = Pattern.compile("/(messages|mails)/(\\d{1,9})(/html)?");
  private static final Pattern TO = Pattern.compile("(?:^|&)to=([^&]*)");

  /** A page of another origin that made its name point here is refused: the mails hold codes. */
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final String PAGE_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self';"
          + " base-uri 'none'; frame-ancestors 'none'";
  private static final String MAIL_POLICY =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
          + " style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

  private final MailFolder mails;
  private final JsonMapper json = JsonMapper.builder().build();

  MailPages(MailFolder mails) {
    this.mails = mails;
  }

  private record Answer(int status, String type, String policy, String body) {

    static Answer page(String body) {
      return new Answer(200, "text/html; charset=utf-8", PAGE_POLICY, body);
    }

    static Answer json(String body) {
      return new Answer(200, "application/json", PAGE_POLICY, body);
    }

    static Answer of(int status, String body) {
      return new Answer(status, "text/plain; charset=utf-8", PAGE_POLICY, body);
    }
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !NAMES.contains(host.replaceFirst(":\\d+$", ""))) {
      return Answer.of(403, "The mail box is at localhost.");
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return Answer.of(405, "Mails can only be read.");
    }
    String path = exchange.getRequestURI().getPath();
    String to = to(exchange.getRequestURI().getRawQuery());
    return switch (path) {
      case "/" -> Answer.page(MailHtml.list(mails.to(to), to));
      case "/messages" -> Answer.json(json.writeValueAsString(mails.to(to)));
      default -> one(path);
    };
  }

  private Answer one(String path) {
    Matcher place = PLACE.matcher(path);
    Optional<Message> found =
        place.matches() ? mails.find(Long.parseLong(place.group(2))) : Optional.empty();
    if (found.isEmpty()) {
      return Answer.of(404, "There is no such mail.");
    }
    Message message = found.get();
    if (place.group(3) != null) {
      return new Answer(
          200, "text/html; charset=utf-8", MAIL_POLICY, MailHtml.openingOutside(message.html()));
    }
    return place.group(1).equals("mails")
        ? Answer.page(MailHtml.mail(message))
        : Answer.json(json.writeValueAsString(message));
  }

  private static String to(@Nullable String query) {
    Matcher to = TO.matcher(query == null ? "" : query);
    try {
      return to.find() ? URLDecoder.decode(to.group(1), StandardCharsets.UTF_8).strip() : "";
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type);
    headers.set("Content-Security-Policy", answer.policy);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(answer.status, body.length);
    exchange.getResponseBody().write(body);
  }
}
