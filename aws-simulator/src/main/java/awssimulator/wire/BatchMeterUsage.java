package awssimulator.wire;

import awssimulator.faults.Fault.Kind;
import awssimulator.metering.Batch;
import awssimulator.metering.Metered;
import awssimulator.metering.Metered.CustomerNotSubscribed;
import awssimulator.metering.Metered.Duplicate;
import awssimulator.metering.Metered.Success;
import awssimulator.metering.Metered.Unprocessed;
import awssimulator.metering.Metering;
import awssimulator.metering.MeteringRefusal;
import awssimulator.metering.UsageRecord;
import awssimulator.settings.SimulatorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** BatchMeterUsage (facts §4). */
@Component
class BatchMeterUsage implements Operation {
  private static final int RECORDS_MAX = 25;

  /** No word that a client knows. */
  private static final String UNKNOWN_STATUS_WORD = "PendingReview";

  private final Metering metering;
  private final SimulatorSettings settings;

  BatchMeterUsage(Metering metering, SimulatorSettings settings) {
    this.metering = metering;
    this.settings = settings;
  }

  @Override
  public String target() {
    return "AWSMPMeteringService.BatchMeterUsage";
  }

  @Override
  public ObjectNode run(Call call, ObjectNode request) {
    List<ObjectNode> sent = records(request);
    List<UsageRecord> batch = sent.stream().map(UsageRecordReader::read).toList();
    Set<Integer> unprocessed =
        call.injected().is(Kind.UNPROCESSED) ? call.injected().chosen(batch.size()) : Set.of();
    List<Metered> metered;
    try {
      metered =
          metering.meter(
              new Batch(
                  call.caller().sellerAccountId(),
                  call.caller().region(),
                  Json.text(request, "ProductCode").orElse(null),
                  batch,
                  unprocessed));
    } catch (MeteringRefusal refusal) {
      throw AwsException.of(name(refusal.reason()), String.valueOf(refusal.getMessage()));
    }
    return answer(call, sent, metered);
  }

  private static ObjectNode answer(Call call, List<ObjectNode> sent, List<Metered> metered) {
    Set<Integer> renamed =
        call.injected().is(Kind.UNKNOWN_STATUS) ? call.injected().chosen(metered.size()) : Set.of();
    String word =
        Objects.requireNonNullElse(call.injected().fault().statusWord(), UNKNOWN_STATUS_WORD);
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ArrayNode results = answer.putArray("Results");
    ArrayNode unprocessed = answer.putArray("UnprocessedRecords");
    for (int i = 0; i < metered.size(); i++) {
      ObjectNode echo = UsageRecordReader.echo(sent.get(i));
      ObjectNode result = Json.MAPPER.createObjectNode();
      result.set("UsageRecord", echo);
      switch (metered.get(i)) {
        case Success(_, String id, String agreementId) -> {
          call.about(agreementId);
          results.add(result.put("MeteringRecordId", id).put("Status", "Success"));
        }
        case CustomerNotSubscribed _ -> results.add(result.put("Status", "CustomerNotSubscribed"));
        case Duplicate(_, String id, String agreementId) -> {
          call.about(agreementId);
          results.add(result.put("MeteringRecordId", id).put("Status", "DuplicateRecord"));
        }
        case Unprocessed _ -> unprocessed.add(echo);
      }
      if (renamed.contains(i)) {
        result.put("Status", word);
      }
    }
    return answer;
  }

  private static List<ObjectNode> records(ObjectNode request) {
    JsonNode node = request.get("UsageRecords");
    if (node == null || node.isNull()) {
      throw Json.missing("usageRecords");
    }
    if (!(node instanceof ArrayNode array)) {
      throw Json.serialization("UsageRecords is not a list");
    }
    if (array.size() > RECORDS_MAX) {
      throw AwsException.of(
          "ValidationException",
          "1 validation error detected: Value at 'usageRecords' failed to satisfy constraint:"
              + " Member must have length less than or equal to "
              + RECORDS_MAX);
    }
    List<ObjectNode> records = new ArrayList<>();
    for (JsonNode element : array) {
      records.add(Json.object(element, "an element of UsageRecords"));
    }
    return records;
  }

  private String name(MeteringRefusal.Reason reason) {
    return switch (reason) {
      case TIMESTAMP_OUT_OF_BOUNDS -> "TimestampOutOfBoundsException";
      case INVALID_USAGE_DIMENSION -> "InvalidUsageDimensionException";
      case INVALID_CUSTOMER_IDENTIFIER -> "InvalidCustomerIdentifierException";
      case INVALID_LICENSE -> "InvalidLicenseException";
      case INVALID_PRODUCT_CODE -> "InvalidProductCodeException";
      case INVALID_TAG -> "InvalidTagException";
      case TOO_MANY_TAGS ->
          switch (settings.metering().tooManyTags()) {
            case INVALID_TAG -> "InvalidTagException";
            case TOO_MANY_TAGS -> "TooManyTagsException";
          };
      case DISABLED_API -> "DisabledApiException";
      case INVALID_USAGE_ALLOCATIONS -> "InvalidUsageAllocationsException";
      case VALIDATION -> "ValidationException";
    };
  }
}
