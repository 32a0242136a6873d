package io.countinghouse.marketplace.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.marketplace.AgreementKey;
import io.countinghouse.marketplace.Fact;
import io.countinghouse.marketplace.NotificationReader.Details;
import io.countinghouse.marketplace.NotificationReader.Reading;
import io.countinghouse.marketplace.NotificationReader.Reading.NotUnderstood;
import io.countinghouse.marketplace.NotificationReader.Reading.Noted;
import io.countinghouse.marketplace.NotificationReader.Reading.Understood;
import io.countinghouse.marketplace.NotificationReader.Subject;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published notifications of the legacy model, as they arrive in a queue. */
class NotificationsTests {

  private static final String PRODUCT = "6k2p9x7d4m1q8w5z3c0v7b2n1";
  private static final Subject OF_CUSTOMER =
      new Subject.OfCustomer(new AgreementKey.Customer(PRODUCT, "cUsT0mEr7Qx"));

  private final JsonMapper json = JsonMapper.builder().build();
  private final SnsNotifications sns = new SnsNotifications(json);
  private final Notifications reader = new Notifications(sns);

  @ParameterizedTest
  @CsvSource({
    "subscribe-success, SUBSCRIBED",
    "subscribe-success_free_trial, SUBSCRIBED",
    "subscribe-fail, SUBSCRIBE_FAILED",
    "unsubscribe-pending, UNSUBSCRIBE_PENDING",
    "unsubscribe-success, UNSUBSCRIBED",
    "tolerance_padded_identifier, SUBSCRIBED",
    "china_subscribe-success, SUBSCRIBED",
  })
  void aNotificationSaysTheSameInAnEnvelopeAndRaw(String vector, Fact fact) {
    for (String form : List.of("sqs_body_with_envelope", "sqs_body_raw")) {
      Reading reading = reader.read(vector(vector).path(form).asString());
      assertThat(reading)
          .isInstanceOfSatisfying(
              Understood.class,
              said -> {
                assertThat(said.fact()).isEqualTo(fact);
                assertThat(said.subject()).isEqualTo(OF_CUSTOMER);
              });
    }
  }

  @Test
  void theFreeTrialFlagIsAWordAndTheOfferIsKept() {
    assertThat(reader.read(body("subscribe-success_free_trial")))
        .isEqualTo(
            new Understood(
                Fact.SUBSCRIBED, OF_CUSTOMER, Details.ofOffer("offer-4t6y8u0i2o4p6", true)));
    assertThat(reader.read(body("china_subscribe-success")))
        .isEqualTo(new Understood(Fact.SUBSCRIBED, OF_CUSTOMER, Details.NONE));
  }

  @Test
  void theEnvelopeGivesItsIdAndTime() {
    SnsNotifications.Envelope envelope = sns.envelope(body("subscribe-success"));
    assertThat(envelope.id()).isEqualTo("sns:a1111111-0000-5000-8000-000000000001");
    assertThat(envelope.sentAt()).isEqualTo(Instant.parse("2026-09-01T08:15:02.123Z"));
    assertThat(sns.envelope(vector("subscribe-success").path("sqs_body_raw").asString()))
        .isEqualTo(new SnsNotifications.Envelope(null, null));
  }

  @Test
  void everyPublishedNotificationIsTested() {
    assertThat(vectors().propertyNames())
        .containsExactlyInAnyOrder(
            "subscribe-success",
            "subscribe-success_free_trial",
            "subscribe-fail",
            "unsubscribe-pending",
            "unsubscribe-success",
            "tolerance_padded_identifier",
            "china_subscribe-success",
            "entitlement-updated",
            "sample_self_sent_entitlement");
  }

  /** What guards our queue is its policy: signatures are for who takes notifications over HTTP. */
  @Test
  void everySignedEnvelopeIsReadAsAnyOther() {
    List<Reading> readings =
        all()
            .path("sns_http_signature")
            .path("valid")
            .valueStream()
            .map(envelope -> reader.read(envelope.toString()))
            .toList();
    assertThat(readings).hasSize(3);
    assertThat(readings.get(0))
        .isInstanceOfSatisfying(
            Understood.class, said -> assertThat(said.fact()).isEqualTo(Fact.SUBSCRIBED));
    assertThat(readings.get(1)).isEqualTo(new Noted("entitlement-updated", null));
    assertThat(readings.get(2)).isInstanceOf(NotUnderstood.class);
  }

  @Test
  void contractQuantitiesChangeNothingAlsoFromAnObjectInItsEnvelope() {
    assertThat(reader.read(body("entitlement-updated")))
        .isEqualTo(new Noted("entitlement-updated", null));
    assertThat(reader.read(vector("sample_self_sent_entitlement").path("sqs_body_raw").asString()))
        .isEqualTo(new Noted("entitlement-updated", null));
  }

  @Test
  void whatIsUnknownIsSaidAndNeverThrown() {
    assertThat(reader.read("no json")).isInstanceOf(NotUnderstood.class);
    assertThat(reader.read("[]")).isInstanceOf(NotUnderstood.class);
    assertThat(reader.read("{\"Type\":\"Notification\",\"Message\":\"no json\"}"))
        .isInstanceOf(NotUnderstood.class);
    assertThat(reader.read("{\"action\":\"subscribe-success\"}")).isInstanceOf(NotUnderstood.class);
    assertThat(
            reader.read(
                "{\"action\":\"new-thing\",\"product-code\":\"p\",\"customer-identifier\":\"c\"}"))
        .isEqualTo(new NotUnderstood("unknown action new-thing"));
  }

  private String body(String vector) {
    return vector(vector).path("sqs_body_with_envelope").asString();
  }

  private JsonNode vector(String name) {
    return vectors().path(name);
  }

  private JsonNode vectors() {
    return all().path("legacy_sns");
  }

  private JsonNode all() {
    try (var in = new ClassPathResource("aws/vectors.json").getInputStream()) {
      return json.readTree(in);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
