package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The life of a subscription and the notifications it sends. */
class LifeCycleIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static TestSimulator simulator;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  /** The actions told of an agreement, in the order of telling. */
  private static List<String> actions(JsonNode subscription) {
    List<String> actions = new ArrayList<>();
    List<Instant> times = new ArrayList<>();
    for (JsonNode notification : simulator.get("/notifications?limit=1000")) {
      if (notification.get("agreementId").equals(subscription.get("agreementId"))) {
        JsonNode message = JSON.readTree(notification.get("message").stringValue());
        actions.add(message.get("action").stringValue());
        if (!notification.get("sentAt").isNull()) {
          times.add(Instant.parse(notification.get("sentAt").stringValue()));
        }
      }
    }
    Collections.reverse(actions);
    Collections.reverse(times);
    assertThat(times).isSorted().doesNotHaveDuplicates();
    return actions;
  }

  private static String id(JsonNode subscription) {
    return subscription.get("agreementId").stringValue();
  }

  private static void cancel(JsonNode subscription) {
    simulator.post("/subscriptions/" + id(subscription) + "/cancel", "{}");
  }

  private static void advance(String duration) {
    simulator.post("/clock", "{\"advance\":\"%s\"}".formatted(duration));
  }

  private static String state(JsonNode subscription) {
    return simulator.get("/subscriptions/" + id(subscription)).get("state").stringValue();
  }

  @Test
  void aCancellationEndsAfterAnHour() {
    JsonNode subscription = simulator.subscribe(simulator.account());
    cancel(subscription);
    advance("PT59M");
    assertThat(state(subscription)).isEqualTo("ENDING");
    assertThat(actions(subscription)).containsExactly("subscribe-success", "unsubscribe-pending");
    advance("PT1M");
    assertThat(state(subscription)).isEqualTo("ENDED");
    assertThat(actions(subscription))
        .containsExactly("subscribe-success", "unsubscribe-pending", "unsubscribe-success");
    JsonNode ended = simulator.get("/subscriptions/" + id(subscription));
    assertThat(ended.get("endedAt")).isEqualTo(ended.get("windowEndsAt"));
  }

  @Test
  void whoReturnsWithinTheHourKeepsTheAgreement() {
    String account = simulator.account();
    JsonNode subscription = simulator.subscribe(account);
    cancel(subscription);
    advance("PT30M");
    JsonNode again = simulator.subscribe(account);
    advance("PT2H");
    assertThat(again.get("agreementId")).isEqualTo(subscription.get("agreementId"));
    assertThat(state(subscription)).isEqualTo("ACTIVE");
    assertThat(actions(subscription))
        .containsExactly("subscribe-success", "unsubscribe-pending", "subscribe-success");
  }

  @Test
  void whoReturnsLaterIsTheSameCustomerUnderANewAgreement() {
    String account = simulator.account();
    JsonNode subscription = simulator.subscribe(account);
    cancel(subscription);
    advance("PT1H");
    JsonNode again = simulator.subscribe(account);
    assertThat(again.get("agreementId")).isNotEqualTo(subscription.get("agreementId"));
    assertThat(again.get("customerIdentifier")).isEqualTo(subscription.get("customerIdentifier"));
    assertThat(state(subscription)).isEqualTo("ENDED");
  }

  @Test
  void subscribingTwiceOrCancellingTwiceIsAConflict() {
    String account = simulator.account();
    JsonNode subscription = simulator.subscribe(account);
    JsonNode problem =
        simulator.control(
            "POST",
            "/subscriptions",
            "{\"accountId\":\"%s\",\"productCode\":\"%s\"}"
                .formatted(account, TestSimulator.PRODUCT),
            409);
    assertThat(problem.get("detail").stringValue()).contains(id(subscription));
    cancel(subscription);
    simulator.control("POST", "/subscriptions/" + id(subscription) + "/cancel", "{}", 409);
  }

  @Test
  void heldNotificationsAreReleasedInTheirOrder() {
    JsonNode subscription = simulator.subscribe(simulator.account(), "hold");
    assertThat(state(subscription)).isEqualTo("PENDING");
    cancel(subscription);
    advance("PT1H");
    JsonNode released =
        simulator.post("/subscriptions/" + id(subscription) + "/notifications/release", "{}");
    assertThat(released.get("sent").intValue()).isEqualTo(3);
    assertThat(actions(subscription))
        .containsExactly("subscribe-success", "unsubscribe-pending", "unsubscribe-success");
  }

  @Test
  void theEnvelopeHasTheFormOfThePublishedOne() {
    JsonNode vector = Vectors.at("/legacy_sns/china_subscribe-success");
    try (TestSimulator own = TestSimulator.start(Map.of());
        SqsClient sqs = own.sqs()) {
      JsonNode subscription = own.subscribe(TestSimulator.ACCOUNT);
      Message message =
          sqs.receiveMessage(r -> r.queueUrl(own.product().queueUrl()).waitTimeSeconds(5))
              .messages()
              .getFirst();
      JsonNode envelope = JSON.readTree(message.body());
      JsonNode published = vector.get("sns_envelope");
      assertThat(envelope.propertyNames()).containsExactlyElementsOf(published.propertyNames());
      String code =
          Vectors.at("/legacy_sns/china_subscribe-success/message/product-code").stringValue();
      for (String same :
          List.of("Type", "TopicArn", "SignatureVersion", "SigningCertURL", "UnsubscribeURL")) {
        assertThat(envelope.get(same).stringValue())
            .isEqualTo(published.get(same).stringValue().replace(code, TestSimulator.PRODUCT));
      }
      assertThat(envelope.get("Timestamp").stringValue())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
      assertThat(envelope.get("Signature").stringValue())
          .hasSize(published.get("Signature").stringValue().length());
      assertThat(envelope.get("Message").stringValue())
          .isEqualTo(
              published
                  .get("Message")
                  .stringValue()
                  .replace(code, TestSimulator.PRODUCT)
                  .replace("cUsT0mEr7Qx", subscription.get("customerIdentifier").stringValue()));
    }
  }

  @Test
  void anyMessageMayBePutOnTheQueueRawAndDoubled() {
    try (TestSimulator own = TestSimulator.start(Map.of());
        SqsClient sqs = own.sqs()) {
      String raw = "{\"action\":\"something-new\"}";
      own.create(
          "/notifications",
          "{\"productCode\":\"%s\",\"message\":%s,\"raw\":true}"
              .formatted(TestSimulator.PRODUCT, raw));
      for (int i = 0; i < 2; i++) {
        own.create(
            "/notifications",
            """
            {"productCode":"%s","message":{"action":"x"},"messageId":"same",
             "timestamp":"2026-09-01T00:00:00Z"}\
            """
                .formatted(TestSimulator.PRODUCT));
      }
      List<String> bodies =
          sqs
              .receiveMessage(r ->
                  r.queueUrl(own.product().queueUrl()).maxNumberOfMessages(10).waitTimeSeconds(5))
              .messages()
              .stream()
              .map(Message::body)
              .toList();
      assertThat(bodies).hasSize(3).contains(raw);
      assertThat(bodies.stream().filter(b -> b.contains("\"MessageId\":\"same\""))).hasSize(2);
      assertThat(bodies.stream().filter(b -> b.contains("2026-09-01T00:00:00.000Z"))).hasSize(2);
    }
  }
}
