package io.countinghouse.usage;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** The forms a request may have, by its headers. */
enum BodyForm {
  /** One structured event. */
  SINGLE,
  /** An array of structured events. */
  BATCH,
  /** Either of the two. */
  EITHER,
  /** A structured event on each line. */
  LINES,
  /** One event: its attributes are headers, the body is its data. */
  BINARY;

  static final String CLOUD_EVENT = "application/cloudevents+json";
  static final String CLOUD_EVENT_BATCH = "application/cloudevents-batch+json";
  static final String ND_JSON = "application/x-ndjson";
  static final String ND_JSON_TOO = "application/ndjson";
  static final String JSON_LINES = "application/jsonl";

  private static final Set<Charset> UTF_8_OR_PART =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

  /** The form of a request; empty when its content type is none of ours. */
  static Optional<BodyForm> of(HttpServletRequest request) {
    return mediaType(request.getContentType())
        .flatMap(type ->
            switch (type) {
              case CLOUD_EVENT -> Optional.of(SINGLE);
              case CLOUD_EVENT_BATCH -> Optional.of(BATCH);
              case ND_JSON, ND_JSON_TOO, JSON_LINES -> Optional.of(LINES);
              case MediaType.APPLICATION_JSON_VALUE ->
                  Optional.of(BinaryEvent.isIn(request) ? BINARY : EITHER);
              default -> Optional.empty();
            });
  }

  private static Optional<String> mediaType(@Nullable String contentType) {
    if (contentType == null) {
      return Optional.empty();
    }
    try {
      MediaType type = MediaType.parseMediaType(contentType);
      if (type.getCharset() != null && !UTF_8_OR_PART.contains(type.getCharset())) {
        return Optional.empty();
      }
      return Optional.of((type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
