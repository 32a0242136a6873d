package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.UsageRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The published examples of BatchMeterUsage, as far as we send or read them. */
class MeterVectorsTests {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNode METER = ApiVectors.of("BatchMeterUsage");
  private static final String CODE = "6k2p9x7d4m1q8w5z3c0v7b2n1";

  @TempDir private Path folder;

  private AwsStub stub;
  private AwsMarketplace aws;

  @BeforeEach
  void start() throws IOException {
    stub = new AwsStub(folder, Clock.fixed(Instant.parse("2026-09-01T08:15:30Z"), ZoneOffset.UTC));
    aws = stub.aws();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  @Test
  void legacy_request() {
    assertSentAs(METER.path("legacy_request"), legacy());
  }

  @Test
  void legacy_response_every_status() {
    stub.answers(200, METER.path("legacy_response_every_status").path("body").toString());
    assertThat(answersTo(METER.path("legacy_request"), legacy()))
        .containsExactly(
            new RecordAnswer.Accepted("e5555555-0000-4000-8000-000000000001"),
            new RecordAnswer.Accepted("e5555555-0000-4000-8000-000000000002"),
            new RecordAnswer.NotSubscribed(),
            new RecordAnswer.Duplicate("e5555555-0000-4000-8000-000000000009"),
            new RecordAnswer.Unprocessed());
  }

  @Test
  void concurrent_request() {
    assertSentAs(METER.path("concurrent_request"), concurrent());
  }

  @Test
  void concurrent_response() {
    stub.answers(200, METER.path("concurrent_response").path("body").toString());
    assertThat(answersTo(METER.path("concurrent_request"), concurrent()))
        .containsExactly(
            new RecordAnswer.Accepted("e5555555-0000-4000-8000-000000000003"),
            new RecordAnswer.Accepted("e5555555-0000-4000-8000-000000000004"));
  }

  @Test
  void answersOfTwoAccountsAndLicencesAreNotMixedUp() {
    JsonNode request = METER.path("concurrent_request");
    ObjectNode body = (ObjectNode) METER.path("concurrent_response").path("body").deepCopy();
    // In the other order, one ARN as events print it, the other's account another one.
    ObjectNode second = (ObjectNode) body.path("Results").path(1);
    ((ObjectNode) second.path("UsageRecord")).put("CustomerAWSAccountId", "456789012345");
    ObjectNode first = (ObjectNode) body.path("Results").path(0);
    ((ObjectNode) first.path("UsageRecord"))
        .put(
            "LicenseArn",
            "aws:license-manager:us-east-1:555566667777:l-0a1b2c3d4e5f60718293a4b5c6d7e8f9");
    body.putArray("Results").add(second).add(first);
    stub.answers(200, body.toString());
    assertThat(answersTo(request, concurrent()))
        .containsExactly(
            new RecordAnswer.Accepted("e5555555-0000-4000-8000-000000000003"),
            new RecordAnswer.Unclear("the answer has no word of this record"));
  }

  static Stream<Arguments> cases() {
    return METER
        .path("cases")
        .valueStream()
        .map(one -> Arguments.of(one.path("name").asString(), one));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void eachCaseIsSentAndItsAnswerRead(String name, JsonNode vector) {
    JsonNode request =
        vector.has("request") ? vector.path("request") : METER.path("concurrent_request");
    Product product = request.has("ProductCode") ? legacyOf(request) : concurrent();
    // We never make such a record: sum and tags are checked when it is made.
    boolean neverMade =
        List.of("allocation sum differs from quantity", "six tags in one allocation")
            .contains(name);
    if (!neverMade) {
      assertSentAs(request, product);
    }
    for (String answer : answersOf(name, vector, request)) {
      stub.answers(vector.path("expect_error").path("http").asInt(200), answer);
      assertThat(word(aws.meter(product, request.toString()))).as(answer).isIn(expected(name));
    }
  }

  /** What AWS may say in a case; one with two behaviours is read either way. */
  private static List<String> answersOf(String name, JsonNode vector, JsonNode request) {
    if (vector.has("expect_error")) {
      return List.of(vector.path("expect_error").path("body").toString());
    }
    List<String> statuses =
        switch (name) {
          case "identical resend", "same hour, other minute, same quantity" ->
              List.of("Success", "DuplicateRecord");
          case "same hour, different quantity" -> List.of("DuplicateRecord");
          case "after cancellation window" -> List.of("CustomerNotSubscribed");
          default -> throw new AssertionError("a case that nobody has read: " + name);
        };
    return statuses.stream()
        .map(status -> {
          ObjectNode answer = JSON.createObjectNode();
          ObjectNode result = answer.putArray("Results").addObject();
          result.set("UsageRecord", request.path("UsageRecords").path(0));
          result.put("Status", status).put("MeteringRecordId", "e1");
          answer.putArray("UnprocessedRecords");
          return answer.toString();
        })
        .toList();
  }

  private static List<String> expected(String name) {
    return switch (name) {
      case "identical resend", "same hour, other minute, same quantity" ->
          List.of("Accepted", "Duplicate");
      case "same hour, different quantity" -> List.of("Duplicate");
      case "after cancellation window" -> List.of("NotSubscribed");
      case "allocation sum differs from quantity",
          "six tags in one allocation",
          "unknown dimension",
          "too old (24 h rule)",
          "previous month after 06:00 UTC on the 1st",
          "licence belongs to another account",
          "unknown customer identifier" ->
          List.of("Rejected");
      case "throttled" -> List.of("Throttled");
      case "wrong product code", "API not offered in Region" -> List.of("Misconfigured");
      case "service fault" -> List.of("Unanswered");
      default -> throw new AssertionError("a case that nobody has read: " + name);
    };
  }

  private static String word(CallAnswer answer) {
    return answer instanceof CallAnswer.Answered answered
        ? answered.records().getFirst().getClass().getSimpleName()
        : answer.getClass().getSimpleName();
  }

  /** Encodes a published request's records and compares the bytes. */
  private void assertSentAs(JsonNode request, Product product) {
    List<String> encoded = new ArrayList<>();
    request.path("UsageRecords").forEach(record -> encoded.add(aws.encode(read(record))));
    assertThat(aws.callOf(product, encoded)).isEqualTo(request.toString());
  }

  private List<RecordAnswer> answersTo(JsonNode request, Product product) {
    CallAnswer answer = aws.meter(product, request.toString());
    assertThat(stub.seen().header("X-Amz-Target"))
        .isEqualTo(METER.path("headers").path("X-Amz-Target").asString());
    assertThat(stub.seen().header("Content-Type"))
        .isEqualTo(METER.path("headers").path("Content-Type").asString());
    return answer instanceof CallAnswer.Answered answered
        ? answered.records()
        : List.of(new RecordAnswer.Unclear(answer.toString()));
  }

  private static UsageRecord read(JsonNode record) {
    List<UsageRecord.Allocation> allocations = new ArrayList<>();
    for (JsonNode allocation : record.path("UsageAllocations")) {
      // The published ones are in this order; ours are sorted the other way round.
      SortedMap<String, String> tags = new TreeMap<>(tagOrder(allocation.path("Tags")));
      allocation
          .path("Tags")
          .forEach(tag -> tags.put(tag.path("Key").asString(), tag.path("Value").asString()));
      allocations.add(
          new UsageRecord.Allocation(allocation.path("AllocatedUsageQuantity").asLong(), tags));
    }
    UsageRecord.Customer customer =
        record.has("LicenseArn")
            ? new UsageRecord.Customer.Licensed(
                record.path("CustomerAWSAccountId").asString(),
                new LicenseArn(record.path("LicenseArn").asString()))
            : new UsageRecord.Customer.Legacy(record.path("CustomerIdentifier").asString());
    return new UsageRecord(
        customer,
        record.path("Dimension").asString(),
        Instant.ofEpochSecond(record.path("Timestamp").asLong()),
        record.path("Quantity").asLong(),
        allocations);
  }

  private static Comparator<String> tagOrder(JsonNode tags) {
    List<String> keys = tags.valueStream().map(tag -> tag.path("Key").asString()).toList();
    return Comparator.comparingInt(keys::indexOf);
  }

  private Product legacy() {
    return stub.product(CODE, Product.Model.LEGACY, "aws", "us-east-1");
  }

  private Product legacyOf(JsonNode request) {
    return stub.product(
        request.path("ProductCode").asString(), Product.Model.LEGACY, "aws", "us-east-1");
  }

  private Product concurrent() {
    return stub.product(CODE, Product.Model.CONCURRENT, "aws", "us-east-1");
  }
}
