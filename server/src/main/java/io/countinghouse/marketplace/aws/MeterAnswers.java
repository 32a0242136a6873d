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

  /**
   * What identifies a record within a call, which never holds two of one key.
   *
   * @param customer the legacy identifier, or the account of a licence
   * @param license the licence's id; empty in the legacy model
   */
  private record Key(String customer, String license, String dimension, BigDecimal timestamp) {}

  CallAnswer read(String call, String body) {
    JsonNode sent = json.readTree(call).path("UsageRecords");
    // Of one model, as all records of a call: what AWS may echo beside its key is not looked at.
    boolean licensed = sent.path(0).has("LicenseArn");
    Map<Key, RecordAnswer> said = new HashMap<>();
    try {
      JsonNode answer = json.readTree(body);
      for (JsonNode result : answer.path("Results")) {
        said.put(keyOf(result.path("UsageRecord"), licensed), answerOf(result));
      }
      for (JsonNode record : answer.path("UnprocessedRecords")) {
        said.put(keyOf(record, licensed), new RecordAnswer.Unprocessed());
      }
    } catch (JacksonException e) {
      return new CallAnswer.Unanswered(200, "the answer is no JSON");
    }
    List<RecordAnswer> records = new ArrayList<>();
    for (JsonNode record : sent) {
      records.add(
          said.getOrDefault(
              keyOf(record, licensed),
              new RecordAnswer.Unclear("the answer has no word of this record")));
    }
    return new CallAnswer.Answered(body, records);
  }

  private static Key keyOf(JsonNode record, boolean licensed) {
    BigDecimal timestamp =
        record.path("Timestamp").isNumber()
            ? record.path("Timestamp").decimalValue().stripTrailingZeros()
            : BigDecimal.ZERO;
    String dimension = record.path("Dimension").asString("");
    return licensed
        ? new Key(
            record.path("CustomerAWSAccountId").asString(""),
            licenseOf(record),
            dimension,
            timestamp)
        : new Key(record.path("CustomerIdentifier").asString(""), "", dimension, timestamp);
  }

  private static String licenseOf(JsonNode record) {
    return LicenseArn.parse(record.path("LicenseArn").asString("")).map(LicenseArn::id).orElse("");
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
