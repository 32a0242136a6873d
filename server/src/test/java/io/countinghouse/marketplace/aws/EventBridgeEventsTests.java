package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.Fact;
import io.countinghouse.marketplace.LicenseArn;
import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.NotificationReader.Reading;
import io.countinghouse.marketplace.NotificationReader.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every published event of the concurrent model, as it arrives in a queue. */
class EventBridgeEventsTests {

  private static final String AGREEMENT = "agmt-2r8kq0v5w9n3x7z1c4b6m8p0d";
  private static final String LICENSE =
      "arn:aws:license-manager::555566667777:license:l-0a1b2c3d4e5f60718293a4b5c6d7e8f9";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("Purchase Agreement Created - Proposer", "CREATED"),
          Map.entry("Purchase Agreement Created - Proposer (pay-as-you-go)", "CREATED"),
          Map.entry("Purchase Agreement Created - Proposer (RENEW)", "CREATED"),
          Map.entry("Purchase Agreement Created - Proposer (REPLACE)", "CREATED"),
          Map.entry("Purchase Agreement Created - Manufacturer", "CREATED"),
          Map.entry("Purchase Agreement Amended - Proposer", "AMENDED"),
          Map.entry("Purchase Agreement Amended - Manufacturer", "AMENDED"),
          Map.entry("Purchase Agreement Ended - Proposer (CANCELLED)", "ENDED"),
          Map.entry("Purchase Agreement Ended - Proposer (EXPIRED)", "ENDED"),
          Map.entry("Purchase Agreement Ended - Proposer (TERMINATED)", "ENDED"),
          Map.entry("Purchase Agreement Ended - Proposer (RENEWED)", "SUCCEEDED"),
          Map.entry("Purchase Agreement Ended - Proposer (REPLACED)", "SUCCEEDED"),
          Map.entry("Purchase Agreement Ended - Manufacturer", "ENDED"),
          Map.entry("License Updated - Manufacturer", "LICENSED"),
          Map.entry("License Updated - Manufacturer (ARN as AWS prints it)", "LICENSED"),
          Map.entry("License Deprovisioned - Manufacturer", "DEPROVISIONED"),
          Map.entry("Purchase Agreement Advisory Issued - Manufacturer", "person"),
          Map.entry("Purchase Agreement Advisory Resolved - Manufacturer", "noted"),
          Map.entry("Purchase Agreement Ending - Proposer", "noted"),
          Map.entry("Purchase Agreement Renewal Terms Finalized - Proposer", "noted"),
          Map.entry("Purchase Agreement Renewal Upcoming - Proposer", "noted"),
          Map.entry("Agreement Cancellation Request Pending Approval - Proposer", "noted"),
          Map.entry("Agreement Cancellation Request Approved - Proposer", "noted"),
          Map.entry("Agreement Cancellation Request Rejected - Proposer", "noted"),
          Map.entry("Agreement Cancellation Request Cancelled - Proposer", "noted"),
          Map.entry("Agreement Cancellation Request Validation Failed - Proposer", "person"),
          Map.entry("Purchase Agreement Billing Adjustment Completed - Proposer", "noted"),
          Map.entry("Purchase Agreement Billing Adjustment Failed - Proposer", "person"),
          Map.entry("Spend Threshold Reached", "noted"),
          Map.entry("Spend Threshold Vet Succeeded", "noted"),
          Map.entry("Spend Threshold Vet Failed", "person"));

  private final JsonMapper json = JsonMapper.builder().build();
  private final SnsNotifications sns = new SnsNotifications(json);
  private final Notifications reader = new Notifications(sns);

  @TestFactory
  Stream<DynamicTest> everyPublishedEventIsUnderstood() {
    return vectors().properties().stream()
        .map(vector -> DynamicTest.dynamicTest(vector.getKey(), () -> isUnderstood(vector)));
  }

  private void isUnderstood(Entry<String, JsonNode> vector) {
    String body = vector.getValue().path("sqs_body").asString();
    String word =
        switch (reader.read(body)) {
          case Reading.Understood said -> said.fact().name();
          case Reading.Noted _ -> "noted";
          case Reading.NeedsAPerson _ -> "person";
          case Reading.NotUnderstood(String reason) -> reason;
        };
    assertThat(word).isEqualTo(WORDS.get(vector.getKey()));
    JsonNode event = vector.getValue().path("event");
    SnsNotifications.Envelope envelope = sns.envelope(body);
    assertThat(envelope.sentAt()).isEqualTo(event.path("time").asString());
    assertThat(Objects.requireNonNull(envelope.id()))
        .startsWith("event:")
        .endsWith(":" + event.path("detail").path("requestId").asString());
  }

  @Test
  void everyCaseThatWeExpectIsPublished() {
    assertThat(vectors().propertyNames()).containsExactlyInAnyOrderElementsOf(WORDS.keySet());
  }

  @Test
  void anAgreementIsReadWithItsTermsAndWhatItRenews() {
    assertThat(reader.read(body("Purchase Agreement Created - Proposer (RENEW)")))
        .isEqualTo(
            new Reading.Understood(
                Fact.CREATED,
                new Subject.OfAwsAgreement("agmt-9d1f3h5j7l9n2p4r6t8v0x2z4"),
                new Details(
                    "345678901234",
                    "offer-4t6y8u0i2o4p6",
                    null,
                    "RENEW",
                    AGREEMENT,
                    Instant.parse("2027-09-01T08:14:55Z"),
                    Instant.parse("2028-09-01T08:14:55Z"),
                    false)));
  }

  @Test
  void aLicenceIsTheSameHoweverItsArnIsPrinted() {
    Subject expected =
        new Subject.OfLicense(
            "6k2p9x7d4m1q8w5z3c0v7b2n1",
            new AgreementKey.License(new LicenseArn(LICENSE)),
            AGREEMENT);
    for (String name :
        new String[] {
          "License Updated - Manufacturer", "License Updated - Manufacturer (ARN as AWS prints it)"
        }) {
      assertThat(reader.read(body(name)))
          .isInstanceOfSatisfying(
              Reading.Understood.class, said -> assertThat(said.subject()).isEqualTo(expected));
    }
    String asId = body("License Updated - Manufacturer").replace("\"arn\": \"arn", "\"id\": \"arn");
    assertThat(asId).contains("\"id\": \"arn:aws:license-manager");
    assertThat(reader.read(asId)).isInstanceOf(Reading.Understood.class);
  }

  @Test
  void anEventInAnSnsEnvelopeIsTheSameEvent() {
    String event = body("License Updated - Manufacturer");
    String wrapped =
        json.writeValueAsString(
            Map.of(
                "Type", "Notification",
                "MessageId", "m1",
                "Timestamp", "2030-01-01T00:00:00Z",
                "Message", event));
    assertThat(sns.envelope(wrapped)).isEqualTo(sns.envelope(event));
    assertThat(reader.read(wrapped)).isEqualTo(reader.read(event));
  }

  @Test
  void whatIsUnknownIsSaidAndNeverThrown() {
    String ended = body("Purchase Agreement Ended - Proposer (CANCELLED)");
    assertThat(reader.read(ended.replace("CANCELLED", "SUPERSEDED")))
        .isEqualTo(new Reading.NotUnderstood("unknown status of an ended agreement: SUPERSEDED"));
    assertThat(reader.read(ended.replace("Purchase Agreement Ended", "Purchase Agreement Paused")))
        .isEqualTo(new Reading.NotUnderstood("unknown event Purchase Agreement Paused"));
    assertThat(reader.read(ended.replace("aws.agreement-marketplace", "aws.s3")))
        .isEqualTo(new Reading.NotUnderstood("unknown event source aws.s3"));
    assertThat(reader.read(ended.replace(AGREEMENT, "")))
        .isEqualTo(new Reading.NotUnderstood("the event names no agreement"));
    String licensed = body("License Updated - Manufacturer");
    assertThat(reader.read(licensed.replace("license:l-", "license:x-")))
        .isInstanceOf(Reading.NotUnderstood.class);
    assertThat(reader.read(licensed.replace("\"acceptor\"", "\"accepter\"")))
        .isEqualTo(new Reading.NotUnderstood("the event names no account of the buyer"));
    assertThat(reader.read("{\"detail-type\":1,\"detail\":[],\"source\":{}}"))
        .isInstanceOf(Reading.NotUnderstood.class);
  }

  @Test
  void twoEventsOfOneRequestAreNotDuplicatesOfEachOther() {
    String created = body("Purchase Agreement Created - Proposer");
    String asManufacturer = created.replace("- Proposer", "- Manufacturer");
    String ended = created.replace("Agreement Created", "Agreement Ended");
    assertThat(sns.envelope(asManufacturer).id()).isEqualTo(sns.envelope(created).id());
    assertThat(sns.envelope(ended).id()).isNotEqualTo(sns.envelope(created).id());
  }

  @Test
  void licencesAreComparedOnTheirLastPart() {
    String id = "l-0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    assertThat(new LicenseArn(LICENSE).id()).isEqualTo(id);
    String printed = "aws:license-manager:us-east-1:555566667777:" + id;
    assertThat(LicenseArn.parse(printed)).contains(new LicenseArn(LICENSE));
    assertThat(LicenseArn.parse("arn:aws-cn:license-manager::555566667777:license:" + id))
        .hasValueSatisfying(arn -> assertThat(arn.value()).startsWith("arn:aws-cn:"));
    assertThat(LicenseArn.parse("")).isEmpty();
    assertThat(LicenseArn.parse(id.toUpperCase(Locale.ROOT))).isEmpty();
  }

  private String body(String name) {
    return vectors().path(name).path("sqs_body").asString();
  }

  private JsonNode vectors() {
    try (var in = new ClassPathResource("aws/vectors.json").getInputStream()) {
      return json.readTree(in).path("eventbridge");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTheDatabaseCannotHoldOfAnEnvelopeCountsAsNotSaid() {
    String envelope =
        "{\"Type\":\"Notification\",\"MessageId\":\"%s\",\"Timestamp\":\"%s\",\"Message\":\"{}\"}";
    assertThat(sns.envelope(envelope.formatted("m1\\u0000x", "+900000000-01-01T00:00:00Z")))
        .isEqualTo(new SnsNotifications.Envelope(null, null));
    assertThat(sns.envelope(envelope.formatted("m1", "2026-04-30T10:00:00Z")))
        .isEqualTo(new SnsNotifications.Envelope("sns:m1", Instant.parse("2026-04-30T10:00:00Z")));
  }
}
