package awssimulator.pages.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as people read it. */
final class Pretty {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Pretty() {}

  /** The text indented if it is JSON, else as it is. */
  static String json(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    try {
      JsonNode node = JSON.readTree(text);
      return JSON.writeValueAsString(node);
    } catch (JacksonException _) {
      return text;
    }
  }
}
