package awssimulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published examples. */
public final class Vectors {
  private static final JsonMapper JSON = new JsonMapper();

  private Vectors() {}

  /** The part at that JSON pointer. */
  public static JsonNode at(String pointer) {
    try (InputStream file =
        Vectors.class.getResourceAsStream("/awssimulator/aws-marketplace-vectors.json")) {
      if (file == null) {
        throw new IllegalStateException("the vectors are missing");
      }
      JsonNode found = JSON.readTree(file).at(pointer);
      if (found.isMissingNode()) {
        throw new IllegalArgumentException("no vector at " + pointer);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
