package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import awssimulator.clock.BusinessClock;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every operation in Smithy's rpc-v2-cbor, with maps and lists of a length that is not said. */
class CborIntegrationTests extends CborStage {
  @Test
  void entitlementsAreThoseOfJsonAndTheirEndIsAMoment() {
    String filter = text("Filter") + MAP + text("DIMENSION") + LIST + text("seats") + END + END;
    HttpResponse<byte[]> response = call(ENTITLEMENTS, MAP + product() + filter + END);
    assertThat(answer(response))
        .isEqualTo(
            inJson(
                ENTITLEMENTS,
                "{\"ProductCode\":\"%s\",\"Filter\":{\"DIMENSION\":[\"seats\"]}}"
                    .formatted(VectorMarket.PRODUCT)));
    assertThat(answer(response).at("/Entitlements/0/ExpirationDate").longValue())
        .isEqualTo(END_AT.getEpochSecond());
    assertThat(moments(response)).containsExactly("ExpirationDate");
  }

  @Test
  void aMapOfAGivenLengthIsReadAsWell() {
    String mapOfTwo = "\u00a2" + product() + text("MaxResults") + "\u0019\u0000\u0001";
    assertThat(answer(call(ENTITLEMENTS, mapOfTwo)).get("Entitlements")).hasSize(1);
    assertThat(error(call(ENTITLEMENTS, mapOfTwo.replace('\u0001', '\u001a'))))
        .isEqualTo("com.amazonaws.marketplaceentitlementservice#InvalidParameterException");
  }

  @Test
  void theServiceMayBeNamedByItsNamespace() {
    String address =
        address(ENTITLEMENTS)
            .toString()
            .replace("service/", "service/com.amazonaws.marketplaceentitlementservice.");
    HttpRequest request =
        MARKET
            .seller()
            .signed(
                address,
                Map.of("smithy-protocol", "rpc-v2-cbor", "Content-Type", "application/cbor"),
                bytes(MAP + product() + END));
    assertThat(answer(send(request)).get("Entitlements")).hasSize(1);
  }

  private static String usage(String timestamp) {
    return MAP
        + text("UsageRecords")
        + LIST
        + MAP
        + (text("Timestamp") + timestamp)
        + member("CustomerAWSAccountId", TestSimulator.ACCOUNT)
        + member("LicenseArn", AGREEMENT.licenseArn())
        + member("Dimension", "data_gb")
        + (text("Quantity") + "\u0018*")
        + (END + END + END);
  }

  @Test
  void usageIsMeteredAndEchoedWithItsMoment() {
    long now =
        MARKET
            .simulator()
            .simulator()
            .context()
            .getBean(BusinessClock.class)
            .instant()
            .getEpochSecond();
    String whole =
        new String(
            ByteBuffer.allocate(5).put((byte) 0x1a).putInt((int) now).array(),
            StandardCharsets.ISO_8859_1);
    String broken =
        new String(
            ByteBuffer.allocate(9).put((byte) 0xfb).putDouble(now + 0.5).array(),
            StandardCharsets.ISO_8859_1);
    HttpResponse<byte[]> first = call(BATCH, usage(EPOCH_SECONDS + whole));
    HttpResponse<byte[]> second = call(BATCH, usage(EPOCH_SECONDS + broken));
    assertThat(moments(first)).containsExactly("Timestamp");
    assertThat(moments(second)).containsExactly("Timestamp");
    JsonNode result = answer(first).at("/Results/0");
    assertThat(result.get("Status").stringValue()).isEqualTo("Success");
    assertThat(result.at("/UsageRecord/Timestamp").longValue()).isEqualTo(now);
    assertThat(result.at("/UsageRecord/Quantity").intValue()).isEqualTo(42);
    JsonNode again = answer(second).at("/Results/0");
    assertThat(again.get("MeteringRecordId")).isEqualTo(result.get("MeteringRecordId"));
    assertThat(again.at("/UsageRecord/Timestamp").doubleValue()).isEqualTo(now + 0.5);
  }

  @Test
  void aTokenIsResolvedAndKeptOutOfTheLog() {
    String token =
        MARKET
            .simulator()
            .create("/subscriptions/" + AGREEMENT.agreementId() + "/token", "{}")
            .get("registrationToken")
            .stringValue();
    JsonNode customer = answer(call(RESOLVE, MAP + member("RegistrationToken", token) + END));
    assertThat(customer.get("LicenseArn").stringValue()).isEqualTo(AGREEMENT.licenseArn());
    String unreadable = MAP + member("RegistrationToken", token);
    assertThat(error(call(RESOLVE, unreadable)))
        .isEqualTo("com.amazonaws.marketplacemetering#SerializationException");
    JsonNode log = MARKET.simulator().get("/requests?operation=ResolveCustomer&limit=2");
    assertThat(log.get(0).get("body").stringValue()).isEmpty();
    assertThat(log.get(1).get("body").stringValue())
        .isEqualTo("{\"RegistrationToken\":\"[redacted]\"}");
    assertThat(JSON.readTree(log.get(1).get("response").stringValue())).isEqualTo(customer);
  }

  @Test
  void agreementsAreThoseOfJsonWithTheirMoments() {
    HttpResponse<byte[]> one =
        call(DESCRIBE, MAP + member("agreementId", AGREEMENT.agreementId()) + END);
    assertThat(answer(one))
        .isEqualTo(inJson(DESCRIBE, "{\"agreementId\":\"%s\"}".formatted(AGREEMENT.agreementId())));
    assertThat(moments(one)).containsExactly("startTime", "endTime", "acceptanceTime");
    HttpResponse<byte[]> all =
        call(
            SEARCH,
            MAP
                + member("catalog", "AWSMarketplace")
                + text("filters")
                + LIST
                + filter("PartyType", "Proposer")
                + filter("AgreementType", "PurchaseAgreement")
                + END
                + END);
    assertThat(answer(all).get("agreementViewSummaries")).hasSize(1);
    assertThat(moments(all)).containsExactly("startTime", "endTime", "acceptanceTime");
  }

  private static String filter(String name, String value) {
    return MAP + member("name", name) + text("values") + LIST + text(value) + END + END;
  }

  @Test
  void errorsKeepTheirMembers() {
    HttpResponse<byte[]> response = call(DESCRIBE, MAP + member("agreementId", "agmt-none") + END);
    assertThat(error(response))
        .isEqualTo("com.amazonaws.marketplaceagreement#ResourceNotFoundException");
    JsonNode error = CBOR.readTree(response.body());
    assertThat(error.get("resourceId").stringValue()).isEqualTo("agmt-none");
    assertThat(error.get("requestId").stringValue())
        .isEqualTo(response.headers().firstValue("x-amzn-RequestId").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"not CBOR", MAP, LIST + END, MAP + END + MAP + END})
  void aBodyThatIsNotOneMapIsRefused(String body) {
    assertThat(error(call(BATCH, body)))
        .isEqualTo("com.amazonaws.marketplacemetering#SerializationException");
  }

  /** A half-precision number that is none, an infinite one, a text, and true. */
  @ParameterizedTest
  @ValueSource(strings = {"\u00f9~\u0000", "\u00f9|\u0000", "ax", "\u00f5"})
  void aTimestampThatIsNoMomentIsRefused(String value) {
    assertThat(error(call(BATCH, usage(value))))
        .isEqualTo("com.amazonaws.marketplacemetering#SerializationException");
  }

  @Test
  void anUndefinedMemberIsAnAbsentOne() {
    assertThat(error(call(BATCH, usage("\u00f7"))))
        .isEqualTo("com.amazonaws.marketplacemetering#ValidationException");
  }

  @ParameterizedTest
  @CsvSource({
    "AWSMPMeteringService.MeterUsage, com.amazonaws.marketplacemetering",
    "AnotherService.GetEntitlements, com.amazonaws"
  })
  void whatIsNotKnownIsAnErrorInCbor(String target, String namespace) {
    assertThat(error(call(target, MAP + END))).isEqualTo(namespace + "#UnknownOperationException");
  }

  @Test
  void signaturesAreChecked() {
    HttpRequest unsigned =
        HttpRequest.newBuilder(address(ENTITLEMENTS))
            .header("smithy-protocol", "rpc-v2-cbor")
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(MAP + product() + END)))
            .build();
    assertThat(error(send(unsigned))).endsWith("#MissingAuthenticationTokenException");
    HttpRequest signed = request(ENTITLEMENTS, bytes(MAP + product() + END));
    HttpRequest forged =
        HttpRequest.newBuilder(signed, (_, _) -> true)
            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes(MAP + END)))
            .build();
    assertThat(error(send(forged))).endsWith("#InvalidSignatureException");
  }

  @Test
  void aTargetOfAwsJsonBesideThePathIsRefused() {
    HttpRequest request =
        MARKET
            .seller()
            .signed(
                address(ENTITLEMENTS).toString(),
                Map.of("smithy-protocol", "rpc-v2-cbor", "X-Amz-Target", BATCH),
                bytes(MAP + product() + END));
    assertThat(error(send(request))).endsWith("#SerializationException");
  }

  @Test
  void aCallMeetsItsFaults() {
    MARKET.faults(
        "GetEntitlements",
        "{\"kind\":\"throttling\"}",
        "{\"kind\":\"internal-error\"}",
        "{\"kind\":\"timeout-after\"}",
        "{\"kind\":\"error\",\"error\":\"a.b#Strange\"}",
        "{\"kind\":\"empty-page\"}");
    String body = MAP + product() + END;
    assertThat(error(call(ENTITLEMENTS, body))).endsWith("service#ThrottlingException");
    HttpResponse<byte[]> broken = call(ENTITLEMENTS, body);
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(CBOR.readTree(broken.body()).get("__type").stringValue())
        .endsWith("#InternalServiceErrorException");
    assertThatThrownBy(() -> call(ENTITLEMENTS, body)).hasCauseInstanceOf(IOException.class);
    assertThat(error(call(ENTITLEMENTS, body))).isEqualTo("a.b#Strange");
    JsonNode empty = answer(call(ENTITLEMENTS, body));
    assertThat(empty.get("Entitlements")).isEmpty();
    String next = text("NextToken") + text(empty.get("NextToken").stringValue());
    assertThat(answer(call(ENTITLEMENTS, MAP + product() + next + END)).get("Entitlements"))
        .hasSize(1);
  }
}
