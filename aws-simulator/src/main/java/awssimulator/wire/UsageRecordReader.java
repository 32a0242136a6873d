package awssimulator.wire;

import awssimulator.metering.Allocation;
import awssimulator.metering.Allocation.Tag;
import awssimulator.metering.UsageRecord;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads UsageRecord from a request and writes it back as the client sent it (facts §4.1). */
final class UsageRecordReader {
  private static final long QUANTITY_MAX = Integer.MAX_VALUE;
  private static final int DIMENSION_LENGTH_MAX = 255;
  private static final BigDecimal NANOS_A_SECOND = BigDecimal.valueOf(1_000_000_000L);

  /** More decimals are no time; to cut them off might take for ever. */
  private static final int SCALE_MAX = 30;

  private static final BigDecimal SECONDS_MAX = BigDecimal.valueOf(253_402_300_800L);
  private static final List<String> MEMBERS =
      List.of(
          "Timestamp",
          "CustomerIdentifier",
          "CustomerAWSAccountId",
          "LicenseArn",
          "Dimension",
          "Quantity",
          "UsageAllocations");

  private UsageRecordReader() {}

  static UsageRecord read(ObjectNode node) {
    String dimension =
        Json.text(node, "Dimension").orElseThrow(() -> Json.missing("usageRecords.dimension"));
    if (dimension.isEmpty() || dimension.length() > DIMENSION_LENGTH_MAX) {
      throw AwsException.of("ValidationException", "Dimension must have 1 to 255 characters");
    }
    return new UsageRecord(
        timestamp(node),
        Json.text(node, "CustomerIdentifier").orElse(null),
        Json.text(node, "CustomerAWSAccountId").orElse(null),
        Json.text(node, "LicenseArn").orElse(null),
        dimension,
        quantity(node, "Quantity").orElse(0L),
        allocations(node.get("UsageAllocations")));
  }

  /** Epoch seconds: an integer from botocore, with a fraction from the Java SDK. */
  private static Instant timestamp(ObjectNode node) {
    JsonNode value = node.get("Timestamp");
    if (value == null || value.isNull()) {
      throw Json.missing("usageRecords.timestamp");
    }
    if (!(value instanceof NumericNode number) || number.isNaN()) {
      throw Json.serialization("Timestamp is not a number");
    }
    BigDecimal seconds = number.decimalValue();
    if (seconds.abs().compareTo(SECONDS_MAX) > 0 || seconds.scale() > SCALE_MAX) {
      throw Json.serialization("Timestamp is no moment in time");
    }
    long whole = seconds.setScale(0, RoundingMode.FLOOR).longValueExact();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).multiply(NANOS_A_SECOND).longValue();
    try {
      return Instant.ofEpochSecond(whole, nanos);
    } catch (DateTimeException _) {
      throw Json.serialization("Timestamp is no moment in time");
    }
  }

  private static Optional<Long> quantity(ObjectNode node, String name) {
    Optional<Long> quantity = Json.integer(node, name);
    if (quantity.isPresent() && (quantity.get() < 0 || quantity.get() > QUANTITY_MAX)) {
      throw AwsException.of("ValidationException", name + " must be between 0 and " + QUANTITY_MAX);
    }
    return quantity;
  }

  private static @Nullable List<Allocation> allocations(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (!(node instanceof ArrayNode array)) {
      throw Json.serialization("UsageAllocations is not a list");
    }
    List<Allocation> allocations = new ArrayList<>();
    for (JsonNode element : array) {
      ObjectNode allocation = Json.object(element, "an element of UsageAllocations");
      long quantity =
          quantity(allocation, "AllocatedUsageQuantity")
              .orElseThrow(() -> Json.missing("usageAllocations.allocatedUsageQuantity"));
      allocations.add(new Allocation(quantity, tags(allocation.get("Tags"))));
    }
    return allocations;
  }

  private static List<Tag> tags(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!(node instanceof ArrayNode array)) {
      throw Json.serialization("Tags is not a list");
    }
    if (array.isEmpty()) {
      throw AwsException.of("ValidationException", "Tags must have 1 to 5 elements");
    }
    List<Tag> tags = new ArrayList<>();
    for (JsonNode element : array) {
      ObjectNode tag = Json.object(element, "an element of Tags");
      tags.add(
          new Tag(
              Json.text(tag, "Key").orElseThrow(() -> Json.missing("tags.key")),
              Json.text(tag, "Value").orElseThrow(() -> Json.missing("tags.value"))));
    }
    return tags;
  }

  /** The record to echo: the known members as the client sent them, the quantity always. */
  static ObjectNode echo(ObjectNode sent) {
    ObjectNode echo = Json.MAPPER.createObjectNode();
    for (String member : MEMBERS) {
      JsonNode value = sent.get(member);
      if (value != null && !value.isNull()) {
        echo.set(member, value);
      }
    }
    if (!echo.has("Quantity")) {
      echo.put("Quantity", 0);
    }
    return echo;
  }
}
