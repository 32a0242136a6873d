package awssimulator.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reading what AWS JSON and CBOR say: members of the wrong type are SerializationExceptions, as AWS
 * has it.
 */
final class Json {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The body as an object; an empty body is an empty object. */
  static ObjectNode object(ObjectMapper format, byte[] body) {
    if (body.length == 0) {
      return MAPPER.createObjectNode();
    }
    try {
      return object(format.readTree(body), "the request");
    } catch (JacksonException _) {
      throw serialization("the request cannot be read");
    }
  }

  static ObjectNode object(@Nullable JsonNode node, String what) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw serialization(what + " is not an object");
  }

  /** A member that is a string; empty if it is absent or null. */
  static Optional<String> text(ObjectNode object, String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isString()) {
      throw serialization(name + " is not a string");
    }
    return Optional.of(node.stringValue());
  }

  /** A member that is an integer; empty if it is absent or null. */
  static Optional<Long> integer(ObjectNode object, String name) {
    JsonNode node = object.get(name);
    if (node == null || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw serialization(name + " is not an integer");
    }
    return Optional.of(node.longValue());
  }

  static AwsException serialization(String message) {
    return AwsException.of("SerializationException", message);
  }

  static AwsException missing(String name) {
    return AwsException.of(
        "ValidationException",
        "1 validation error detected: Value null at '"
            + name
            + "' failed to satisfy constraint: Member must not be null");
  }
}
