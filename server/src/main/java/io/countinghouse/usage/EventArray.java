package io.countinghouse.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads an array element by element where it cannot be read as a whole: an element that breaks a
 * limit or names a member twice refuses only itself.
 */
final class EventArray {

  /** The parser keeps some fifty bytes for each level. */
  private static final int NESTING_MAX = 100_000;

  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(NESTING_MAX)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private EventArray() {}

  /**
   * The elements of an array; empty if the body is something else, or not in UTF-8.
   *
   * @param limit how many are read at most
   * @throws JacksonException if the array itself is no JSON
   */
  static Optional<List<SentEvent>> read(byte[] body, int limit) {
    try (JsonParser parser = LENIENT.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY || offset(parser) < 0) {
        return Optional.empty();
      }
      List<SentEvent> events = new ArrayList<>();
      while (events.size() < limit && parser.nextToken() != JsonToken.END_ARRAY) {
        events.add(element(parser, body, events.size()));
      }
      boolean over = events.size() == limit || parser.nextToken() == null;
      return over ? Optional.of(events) : Optional.empty();
    }
  }

  private static int offset(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static SentEvent element(JsonParser parser, byte[] body, int index) {
    boolean object = parser.currentToken() == JsonToken.START_OBJECT;
    int from = offset(parser);
    parser.skipChildren();
    if (!object) {
      return new SentEvent.Unreadable(
          index, RefusalReason.NOT_AN_OBJECT, EventReader.NOT_AN_OBJECT);
    }
    int to = (int) parser.currentLocation().getByteOffset();
    try {
      return new SentEvent.Json(index, StrictJson.MAPPER.readTree(body, from, to - from));
    } catch (JacksonException _) {
      return new SentEvent.Unreadable(
          index,
          RefusalReason.NOT_JSON,
          "The event is no JSON that can be read: a member is named twice, a number is too long,"
              + " or it is nested too deep.");
    }
  }
}
