package awssimulator.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORGenerator;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The trees of AWS JSON as Smithy's rpc-v2-cbor writes them: moments in time have a tag of CBOR.
 */
final class Cbor {
  static final CBORMapper MAPPER =
      CBORMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final int EPOCH_SECONDS = 1;

  /** The members that are timestamps, in the answers of all operations. */
  private static final Set<String> TIMESTAMPS =
      Set.of("Timestamp", "ExpirationDate", "startTime", "endTime", "acceptanceTime");

  private Cbor() {}

  static byte[] write(ObjectNode tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (CBORGenerator out = (CBORGenerator) MAPPER.createGenerator(bytes)) {
      write(out, tree);
    }
    return bytes.toByteArray();
  }

  private static void write(CBORGenerator out, JsonNode node) {
    switch (node) {
      case ObjectNode object -> {
        out.writeStartObject(object, object.size());
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          out.writeName(member.getKey());
          if (TIMESTAMPS.contains(member.getKey()) && member.getValue().isNumber()) {
            writeTimestamp(out, member.getValue().decimalValue());
          } else {
            write(out, member.getValue());
          }
        }
        out.writeEndObject();
      }
      case ArrayNode array -> {
        out.writeStartArray(array, array.size());
        array.forEach(element -> write(out, element));
        out.writeEndArray();
      }
      default -> out.writeTree(node);
    }
  }

  private static void writeTimestamp(CBORGenerator out, BigDecimal seconds) {
    out.writeTag(EPOCH_SECONDS);
    BigDecimal shortest = seconds.stripTrailingZeros();
    if (shortest.scale() <= 0) {
      out.writeNumber(shortest.longValueExact());
    } else {
      out.writeNumber(shortest.doubleValue());
    }
  }
}
