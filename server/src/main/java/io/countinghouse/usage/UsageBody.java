package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Gets the events out of a request's body, within the limits of the settings. */
@Component
class UsageBody {

  static final String SINGLE = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";

  private final UsageSettings settings;
  private final JsonMapper strict =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  UsageBody(UsageSettings settings) {
    this.settings = settings;
  }

  /** What a body holds. */
  sealed interface Result {}

  /** Events, not looked into yet. */
  record Events(boolean single, List<JsonNode> events) implements Result {}

  /** Nothing to take. */
  record Unreadable(ApiProblem problem) implements Result {}

  /** The forms a body may have, by its content type. */
  private enum Form {
    SINGLE,
    BATCH,
    EITHER
  }

  Result read(HttpServletRequest request) throws IOException {
    Optional<Form> form = form(request.getContentType());
    if (form.isEmpty()) {
      return unreadable(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content_type",
          "The content type must be %s, %s or application/json, in UTF-8."
              .formatted(SINGLE, BATCH));
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return unreadable(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content_encoding",
          "Send the body without a content encoding.");
    }
    int max = Math.toIntExact(settings.bodyMax().toBytes());
    if (request.getContentLengthLong() > max) {
      return tooLarge(max);
    }
    byte[] body = request.getInputStream().readNBytes(max + 1);
    return body.length > max ? tooLarge(max) : parsed(body, form.get());
  }

  private static Optional<Form> form(@Nullable String contentType) {
    if (contentType == null) {
      return Optional.empty();
    }
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      if (type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset())) {
        return Optional.empty();
      }
      return switch (type.getType() + "/" + type.getSubtype()) {
        case SINGLE -> Optional.of(Form.SINGLE);
        case BATCH -> Optional.of(Form.BATCH);
        case MediaType.APPLICATION_JSON_VALUE -> Optional.of(Form.EITHER);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private Result parsed(byte[] body, Form form) {
    JsonNode root;
    try {
      root = strict.readTree(body);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      return unreadable(
          HttpStatus.BAD_REQUEST,
          "body_not_json",
          "The body is no JSON that can be read%s."
              .formatted(
                  at == null
                      ? ""
                      : ", at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr())));
    }
    if (root.isArray() && form != Form.SINGLE) {
      return batch(root);
    }
    if (root.isObject() && form != Form.BATCH) {
      return new Events(true, List.of(root));
    }
    return unreadable(
        HttpStatus.BAD_REQUEST,
        "body_form",
        switch (form) {
          case SINGLE -> "The body must be one event, a JSON object.";
          case BATCH -> "The body must be a JSON array of events.";
          case EITHER -> "The body must be an event or a JSON array of events.";
        });
  }

  private Result batch(JsonNode array) {
    if (array.size() > settings.eventsPerRequestMax()) {
      return unreadable(
          HttpStatus.CONTENT_TOO_LARGE,
          "too_many_events",
          "A request may hold at most %d events.".formatted(settings.eventsPerRequestMax()));
    }
    return new Events(false, List.copyOf(array.values()));
  }

  private static Result tooLarge(int max) {
    return unreadable(
        HttpStatus.CONTENT_TOO_LARGE,
        "body_too_large",
        "The body may have at most %d bytes.".formatted(max));
  }

  private static Result unreadable(HttpStatus status, String reason, String detail) {
    return new Unreadable(ApiProblem.of(status, reason, detail));
  }
}
