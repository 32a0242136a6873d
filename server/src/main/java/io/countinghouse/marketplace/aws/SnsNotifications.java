package io.countinghouse.marketplace.aws;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What arrives in a queue: an SNS envelope with a message in it, the message itself (raw delivery),
 * or an event.
 */
@Component
class SnsNotifications {

  private final JsonMapper json;

  SnsNotifications(JsonMapper json) {
    this.json = json;
  }

  /**
   * What the envelope says, as far as there is one.
   *
   * @param id SNS's message id or the event's request id, the same when it is sent again
   */
  record Envelope(@Nullable String id, @Nullable Instant sentAt) {

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    /** What the database cannot hold counts as not said, so that the message is kept. */
    Envelope {
      if (id != null && id.indexOf('\0') >= 0) {
        id = null;
      }
      if (sentAt != null && (sentAt.isBefore(Instant.EPOCH) || sentAt.isAfter(LATEST))) {
        sentAt = null;
      }
    }
  }

  Envelope envelope(String body) {
    Optional<JsonNode> event = message(body).filter(EventBridgeEvents::isEvent);
    if (event.isPresent()) {
      String id = EventBridgeEvents.idOf(event.get());
      return new Envelope(id == null ? null : "event:" + id, EventBridgeEvents.timeOf(event.get()));
    }
    Optional<JsonNode> root = parsed(body).filter(SnsNotifications::isEnvelope);
    if (root.isEmpty()) {
      return new Envelope(null, null);
    }
    String id = root.get().path("MessageId").asString("");
    return new Envelope(
        id.isBlank() ? null : "sns:" + id, instant(root.get().path("Timestamp").asString("")));
  }

  /**
   * The message itself; in an envelope it is a string, or by hand an object (facts, 2.4). Empty if
   * it is no JSON.
   */
  Optional<JsonNode> message(String body) {
    Optional<JsonNode> root = parsed(body);
    if (root.isEmpty() || !isEnvelope(root.get())) {
      return root;
    }
    JsonNode message = root.get().path("Message");
    return message.isString() ? parsed(message.asString()) : Optional.of(message);
  }

  private Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(json.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static boolean isEnvelope(JsonNode root) {
    return root.has("Type") && root.has("Message");
  }

  private static @Nullable Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
