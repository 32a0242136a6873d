package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what BatchMeterUsage said of each record, matched by the echoed record: its order is not
 * documented.
 */
final class MeterAnswers {

  private final JsonMapper json;

  MeterAnswers(JsonMapper json) {
    this.json = json;
  }

  /** What identifies a record within a call: a call never holds two of one key. */
  private record Key(String customer, String license, String dimension, BigDecimal timestamp) {}

  CallAnswer read(String call, String body) {
    Map<Key, RecordAnswer> said = new HashMap<>();
    try {
      JsonNode answer = json.readTree(body);
      for (JsonNode result : answer.path("Results")) {
        said.put(keyOf(result.path("UsageRecord")), answerOf(result));
      }
      for (JsonNode record : answer.path("UnprocessedRecords")) {
        said.put(keyOf(record), new RecordAnswer.Unprocessed());
      }
    } catch (JacksonException e) {
      return new CallAnswer.Unanswered(200, "the answer is no JSON");
    }
    List<RecordAnswer> records = new ArrayList<>();
    for (JsonNode record : json.readTree(call).path("UsageRecords")) {
      records.add(
          said.getOrDefault(
              keyOf(record), new RecordAnswer.Unclear("the answer has no word of this record")));
    }
    return new CallAnswer.Answered(body, records);
  }

  private static Key keyOf(JsonNode record) {
    BigDecimal timestamp =
        record.path("Timestamp").isNumber()
            ? record.path("Timestamp").decimalValue().stripTrailingZeros()
            : BigDecimal.ZERO;
    return new Key(
        record.path("CustomerIdentifier").asString(""),
        LicenseArn.parse(record.path("LicenseArn").asString("")).map(LicenseArn::id).orElse(""),
        record.path("Dimension").asString(""),
        timestamp);
  }

  private static RecordAnswer answerOf(JsonNode result) {
    String id = result.path("MeteringRecordId").asString("");
    return switch (result.path("Status").asString("")) {
      case "Success" -> new RecordAnswer.Accepted(id);
      case "CustomerNotSubscribed" -> new RecordAnswer.NotSubscribed();
      case "DuplicateRecord" -> new RecordAnswer.Duplicate(id.isEmpty() ? null : id);
      default -> new RecordAnswer.Unclear("status " + result.path("Status").asString("missing"));
    };
  }
}
