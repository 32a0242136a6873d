package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Gets the events out of a request's body, within the limits of the settings. */
@Component
class UsageBody {

  private final UsageSettings settings;

  UsageBody(UsageSettings settings) {
    this.settings = settings;
  }

  /** What a body holds. */
  sealed interface Result {}

  /** Events, not looked into yet. */
  record Events(boolean single, List<SentEvent> events) implements Result {}

  /** Events that are still to be read. */
  record Lines(EventLines lines) implements Result {}

  /** Nothing to take. */
  record Unreadable(ApiProblem problem) implements Result {}

  Result read(HttpServletRequest request) throws IOException {
    Optional<BodyForm> form = BodyForm.of(request);
    if (form.isEmpty()) {
      return unreadable(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content_type",
          "The content type must be %s, %s, application/json, %s, %s or %s, in UTF-8."
              .formatted(
                  BodyForm.CLOUD_EVENT,
                  BodyForm.CLOUD_EVENT_BATCH,
                  BodyForm.ND_JSON,
                  BodyForm.ND_JSON_TOO,
                  BodyForm.JSON_LINES));
    }
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    // RFC 9110, 8.4.1.3: the two names mean the same.
    boolean gzip = "gzip".equalsIgnoreCase(encoding) || "x-gzip".equalsIgnoreCase(encoding);
    if (encoding != null && !gzip && !encoding.equalsIgnoreCase("identity")) {
      return unreadable(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "content_encoding",
          "The content encoding must be gzip, or none.");
    }
    long max = (form.get() == BodyForm.LINES ? settings.bulkMax() : settings.bodyMax()).toBytes();
    if (request.getContentLengthLong() > max) {
      return new Unreadable(ApiProblem.tooLarge(max));
    }
    return read(request, form.get(), gzip, max);
  }

  private Result read(HttpServletRequest request, BodyForm form, boolean gzip, long max)
      throws IOException {
    try {
      InputStream body = BodyStream.of(request.getInputStream(), gzip, max);
      if (form == BodyForm.LINES) {
        return new Lines(
            new EventLines(body, StrictJson.MAPPER, Math.toIntExact(settings.lineMax().toBytes())));
      }
      byte[] bytes = body.readAllBytes();
      return form == BodyForm.BINARY && bytes.length == 0
          ? one(BinaryEvent.structured(request, MissingNode.getInstance()))
          : parsed(bytes, form, request);
    } catch (BodyStream.TooLong _) {
      return new Unreadable(ApiProblem.tooLarge(max));
    } catch (BodyStream.NotGzip _) {
      return new Unreadable(ApiProblem.notGzip());
    }
  }

  private Result parsed(byte[] body, BodyForm form, HttpServletRequest request) {
    JsonNode root;
    try {
      root = StrictJson.MAPPER.readTree(body);
    } catch (JacksonException e) {
      return form == BodyForm.BATCH || form == BodyForm.EITHER ? byElement(body, e) : notJson(e);
    }
    return switch (form) {
      case BINARY -> one(BinaryEvent.structured(request, root));
      case SINGLE -> root.isObject() ? one(root) : form("one event, a JSON object");
      case BATCH -> root.isArray() ? batch(events(root)) : form("a JSON array of events");
      case EITHER, LINES -> {
        if (root.isArray()) {
          yield batch(events(root));
        }
        yield root.isObject() ? one(root) : form("an event or a JSON array of events");
      }
    };
  }

  private static Result one(JsonNode event) {
    return new Events(true, List.of(new SentEvent.Json(0, event)));
  }

  /** What cannot be read as a whole may be an array with a bad element. */
  private Result byElement(byte[] body, JacksonException whole) {
    try {
      return EventArray.read(body, settings.eventsPerRequestMax() + 1)
          .map(this::batch)
          .orElseGet(() -> notJson(whole));
    } catch (JacksonException e) {
      return notJson(e);
    }
  }

  private static Result notJson(JacksonException e) {
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

  private static List<SentEvent> events(JsonNode array) {
    List<SentEvent> events = new ArrayList<>(array.size());
    for (JsonNode event : array.values()) {
      events.add(new SentEvent.Json(events.size(), event));
    }
    return events;
  }

  private Result batch(List<SentEvent> events) {
    if (events.size() > settings.eventsPerRequestMax()) {
      return unreadable(
          HttpStatus.CONTENT_TOO_LARGE,
          "too_many_events",
          "A request may hold at most %d events; %s may hold more."
              .formatted(settings.eventsPerRequestMax(), BodyForm.ND_JSON));
    }
    return new Events(false, events);
  }

  private static Result form(String wanted) {
    return unreadable(HttpStatus.BAD_REQUEST, "body_form", "The body must be " + wanted + ".");
  }

  private static Result unreadable(HttpStatus status, String reason, String detail) {
    return new Unreadable(ApiProblem.of(status, reason, detail));
  }
}
