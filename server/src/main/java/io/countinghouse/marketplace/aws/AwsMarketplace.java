package io.countinghouse.marketplace.aws;

import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.marketplace.aws.AwsJsonClient.Reply;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** ResolveCustomer and BatchMeterUsage of both models. */
@Component
class AwsMarketplace implements MarketplaceApi {

  private static final String RESOLVE = "AWSMPMeteringService.ResolveCustomer";
  private static final String METER = "AWSMPMeteringService.BatchMeterUsage";

  /** Rejections for rate. */
  private static final Set<String> TOO_MANY_CALLS =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "ServiceUnavailable");

  /**
   * Rejections for rights, credentials, region or product. Every other name with a status that
   * speaks of the request lies in the call's records (facts, 4.6 and C9).
   */
  private static final Set<String> MISCONFIGURED =
      Set.of(
          "DisabledApiException",
          "InvalidProductCodeException",
          "AccessDeniedException",
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "IncompleteSignatureException",
          "SignatureDoesNotMatch",
          "MissingAuthenticationTokenException",
          "MissingAuthenticationToken",
          "InvalidClientTokenId",
          "ExpiredTokenException",
          "ExpiredToken",
          "RequestExpired",
          "OptInRequired",
          "NotAuthorized",
          "UnknownOperationException",
          "");

  /** Statuses that speak of who calls what, and never of a record. */
  private static final Set<Integer> NOT_ABOUT_RECORDS = Set.of(401, 403, 404);

  private static final int TOO_MANY_REQUESTS = 429;

  private final AwsJsonClient client;
  private final JsonMapper json;
  private final MeterAnswers answers;

  AwsMarketplace(AwsJsonClient client, JsonMapper json) {
    this.client = client;
    this.json = json;
    this.answers = new MeterAnswers(json);
  }

  @Override
  public Resolution resolve(Product product, String registrationToken) {
    String body =
        json.writeValueAsString(
            json.createObjectNode().put("RegistrationToken", registrationToken));
    return switch (client.call(product, RESOLVE, body)) {
      case Reply.Ok(String answer) -> resolved(answer);
      case Reply.Refused refused -> refused(refused);
      case Reply.NotSent(String detail) -> new Resolution.Unavailable(detail);
      case Reply.Lost(String detail) -> new Resolution.Unavailable(detail);
    };
  }

  private Resolution resolved(String answer) {
    try {
      JsonNode body = json.readTree(answer);
      return new Resolution.Resolved(
          body.path("ProductCode").asString(""),
          text(body, "CustomerIdentifier"),
          text(body, "CustomerAWSAccountId"),
          LicenseArn.parse(body.path("LicenseArn").asString("")).orElse(null));
    } catch (JacksonException e) {
      return new Resolution.Unavailable("the answer is no JSON");
    }
  }

  private static @Nullable String text(JsonNode body, String name) {
    String value = body.path(name).asString("");
    return value.isBlank() ? null : value;
  }

  private static Resolution refused(Reply.Refused refused) {
    String detail = refused.status() + " " + refused.error() + ": " + refused.message();
    if (isThrottled(refused)) {
      return new Resolution.Unavailable(detail);
    }
    return switch (refused.error()) {
      // The same short name tells of our own expired credentials; only the message differs.
      case "ExpiredTokenException" ->
          refused.message().contains("security token")
              ? new Resolution.Misconfigured(detail)
              : new Resolution.Expired();
      case "InvalidTokenException" -> new Resolution.Invalid();
      case "InternalServiceErrorException" -> new Resolution.Unavailable(detail);
      // A token that breaks the request's form is a garbled one.
      case "ValidationException" -> new Resolution.Invalid();
      default ->
          refused.status() >= 500
              ? new Resolution.Unavailable(detail)
              : new Resolution.Misconfigured(detail);
    };
  }

  @Override
  public String encode(UsageRecord record) {
    ObjectNode node = json.createObjectNode();
    node.put("Timestamp", record.stamp().getEpochSecond());
    switch (record.customer()) {
      case UsageRecord.Customer.Legacy(String identifier) ->
          node.put("CustomerIdentifier", identifier);
      case UsageRecord.Customer.Licensed(String account, LicenseArn license) -> {
        node.put("CustomerAWSAccountId", account);
        node.put("LicenseArn", license.value());
      }
    }
    node.put("Dimension", record.dimension());
    node.put("Quantity", record.quantity());
    if (!record.allocations().isEmpty()) {
      ArrayNode allocations = node.putArray("UsageAllocations");
      for (UsageRecord.Allocation allocation : record.allocations()) {
        ObjectNode entry = allocations.addObject();
        entry.put("AllocatedUsageQuantity", allocation.quantity());
        if (!allocation.tags().isEmpty()) {
          ArrayNode tags = entry.putArray("Tags");
          allocation
              .tags()
              .forEach((key, value) -> tags.addObject().put("Key", key).put("Value", value));
        }
      }
    }
    return json.writeValueAsString(node);
  }

  @Override
  public String withoutAllocations(String encoded) {
    ObjectNode record = (ObjectNode) json.readTree(encoded);
    record.remove("UsageAllocations");
    return json.writeValueAsString(record);
  }

  @Override
  public String callOf(Product product, List<String> encoded) {
    String records = "\"UsageRecords\":[%s]}".formatted(String.join(",", encoded));
    // Both at once would have AWS charge twice (facts, P17).
    return switch (product.model()) {
      case LEGACY ->
          "{\"ProductCode\":%s,%s".formatted(json.writeValueAsString(product.code()), records);
      case CONCURRENT -> "{" + records;
    };
  }

  @Override
  public CallAnswer meter(Product product, String call) {
    return switch (client.call(product, METER, call)) {
      case Reply.Ok(String body) -> answers.read(call, body);
      case Reply.Refused refused -> rejected(refused);
      case Reply.NotSent(String detail) -> new CallAnswer.NotSent(detail);
      case Reply.Lost(String detail) -> new CallAnswer.Unanswered(null, detail);
    };
  }

  private static boolean isThrottled(Reply.Refused refused) {
    return refused.status() == TOO_MANY_REQUESTS || TOO_MANY_CALLS.contains(refused.error());
  }

  private static CallAnswer rejected(Reply.Refused refused) {
    if (refused.status() >= 500) {
      return new CallAnswer.Unanswered(
          refused.status(), refused.error() + ": " + refused.message());
    }
    if (isThrottled(refused)) {
      return new CallAnswer.Throttled(refused.status(), refused.error(), refused.body());
    }
    return MISCONFIGURED.contains(refused.error()) || NOT_ABOUT_RECORDS.contains(refused.status())
        ? new CallAnswer.Misconfigured(refused.status(), refused.error(), refused.body())
        : new CallAnswer.Rejected(refused.status(), refused.error(), refused.body());
  }
}
