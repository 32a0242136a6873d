package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Notifications held, sent in any order, delayed, doubled and lost on their way to the queue. */
class DeliveryIntegrationTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static TestSimulator simulator;
  private static SqsClient sqs;

  @BeforeAll
  static void start() {
    simulator = TestSimulator.start(Map.of());
    sqs = simulator.sqs();
  }

  @AfterAll
  static void stop() {
    sqs.close();
    simulator.close();
  }

  @BeforeEach
  void clear() {
    simulator.control("DELETE", "/notifications/rules", "", 200);
    // What other tests left behind, the end of their cancellations included.
    simulator.post("/clock", "{\"advance\":\"PT3H\"}");
    receive();
  }

  /** Takes what is on the queue, deletes it, and returns it in the order of its coming. */
  private static List<Message> receive() {
    List<Message> all = new ArrayList<>();
    List<Message> some;
    do {
      some =
          sqs.receiveMessage(r ->
                  r.queueUrl(simulator.product().queueUrl())
                      .maxNumberOfMessages(10)
                      .waitTimeSeconds(0))
              .messages();
      for (Message message : some) {
        sqs.deleteMessage(
            r -> r.queueUrl(simulator.product().queueUrl()).receiptHandle(message.receiptHandle()));
      }
      all.addAll(some);
    } while (!some.isEmpty());
    return all;
  }

  private static Message waitFor() {
    Message message =
        sqs.receiveMessage(r ->
                r.queueUrl(simulator.product().queueUrl())
                    .maxNumberOfMessages(1)
                    .waitTimeSeconds(10))
            .messages()
            .getFirst();
    sqs.deleteMessage(
        r -> r.queueUrl(simulator.product().queueUrl()).receiptHandle(message.receiptHandle()));
    return message;
  }

  private static JsonNode envelope(Message message) {
    return JSON.readTree(message.body());
  }

  private static String action(Message message) {
    return JSON.readTree(envelope(message).get("Message").stringValue())
        .get("action")
        .stringValue();
  }

  private static List<String> actions(List<Message> messages) {
    return messages.stream().map(DeliveryIntegrationTests::action).toList();
  }

  private static void rule(String members) {
    simulator.create("/notifications/rules", "{" + members + "}");
  }

  private static String subscribe() {
    return simulator.subscribe(simulator.account()).get("agreementId").stringValue();
  }

  private static void cancel(String agreement) {
    simulator.post("/subscriptions/" + agreement + "/cancel", "{}");
  }

  /** The notifications of an agreement, the oldest first. */
  private static List<JsonNode> told(String agreement) {
    List<JsonNode> told = new ArrayList<>();
    simulator.get("/notifications?agreementId=" + agreement).forEach(told::add);
    return told.reversed();
  }

  private static String states(String agreement) {
    return String.join(
        " ", told(agreement).stream().map(n -> n.get("state").stringValue()).toList());
  }

  private static JsonNode act(JsonNode notification, String action, String body) {
    return simulator.post(
        "/notifications/" + notification.get("id").longValue() + "/" + action, body);
  }

  @Test
  void aHeldNotificationKeepsItsTimeAndIsSentInAnyOrder() {
    rule("\"action\":\"hold\"");
    String agreement = subscribe();
    cancel(agreement);
    assertThat(receive()).isEmpty();
    assertThat(states(agreement)).isEqualTo("HELD HELD");
    // Held on its way: the subscription itself is in force.
    assertThat(simulator.get("/subscriptions/" + agreement).get("state").stringValue())
        .isEqualTo("ENDING");
    List<JsonNode> told = told(agreement);
    simulator.post(
        "/notifications/release",
        "{\"ids\":[%d,%d]}"
            .formatted(told.get(1).get("id").longValue(), told.get(0).get("id").longValue()));
    List<Message> came = receive();
    assertThat(actions(came)).containsExactly("unsubscribe-pending", "subscribe-success");
    assertThat(envelope(came.get(1)).get("Timestamp").stringValue())
        .isLessThan(envelope(came.get(0)).get("Timestamp").stringValue());
    assertThat(states(agreement)).isEqualTo("DELETED DELETED");
  }

  @Test
  void whatWaitsIsReleasedByMatchReversed() {
    rule("\"action\":\"hold\"");
    String agreement = subscribe();
    String other = subscribe();
    cancel(agreement);
    JsonNode sent =
        simulator.post(
            "/notifications/release",
            "{\"agreementId\":\"%s\",\"order\":\"reversed\"}".formatted(agreement));
    assertThat(sent.get("sent").intValue()).isEqualTo(2);
    assertThat(actions(receive())).containsExactly("unsubscribe-pending", "subscribe-success");
    assertThat(states(other)).isEqualTo("HELD");
  }

  @Test
  void aReleaseOfOneThatWasSentSendsNone() {
    String sent = subscribe();
    rule("\"action\":\"hold\"");
    String held = subscribe();
    receive();
    simulator.control(
        "POST",
        "/notifications/release",
        "{\"ids\":[%d,%d]}"
            .formatted(
                told(held).getFirst().get("id").longValue(),
                told(sent).getFirst().get("id").longValue()),
        409);
    assertThat(states(held)).isEqualTo("HELD");
    assertThat(receive()).isEmpty();
  }

  @Test
  void aDelayedNotificationComesAtItsMomentOfBusinessTime() {
    rule("\"action\":\"delay\",\"delay\":\"PT90M\",\"kind\":\"unsubscribe-pending\"");
    String agreement = subscribe();
    cancel(agreement);
    simulator.post("/clock", "{\"advance\":\"PT89M\"}");
    assertThat(actions(receive())).containsExactly("subscribe-success", "unsubscribe-success");
    Instant due = Instant.parse(told(agreement).get(1).get("dueAt").stringValue());
    simulator.post("/clock", "{\"advance\":\"PT2M\"}");
    assertThat(actions(receive())).containsExactly("unsubscribe-pending");
    JsonNode late = told(agreement).get(1);
    assertThat(Instant.parse(late.get("sentAt").stringValue())).isEqualTo(due);
    assertThat(
            Duration.between(
                Instant.parse(late.get("publishedAt").stringValue()),
                Instant.parse(late.get("sentAt").stringValue())))
        .isCloseTo(Duration.ofMinutes(90), Duration.ofSeconds(1));
  }

  @Test
  void aLostNotificationStaysVisibleAndIsSentAfterAll() {
    rule("\"action\":\"lose\",\"times\":1");
    String agreement = subscribe();
    cancel(agreement);
    assertThat(actions(receive())).containsExactly("unsubscribe-pending");
    JsonNode lost = told(agreement).getFirst();
    assertThat(lost.get("state").stringValue()).isEqualTo("LOST");
    assertThat(act(lost, "release", "{}").get("state").stringValue()).isEqualTo("SENT");
    assertThat(actions(receive())).containsExactly("subscribe-success");
  }

  @Test
  void aDuplicateHasTheSameMessageIdInAnotherSqsMessage() {
    rule("\"action\":\"duplicate\",\"copies\":2");
    String agreement = subscribe();
    List<Message> came = receive();
    assertThat(came).hasSize(3);
    assertThat(came.stream().map(Message::body).distinct()).hasSize(1);
    assertThat(came.stream().map(Message::messageId).distinct()).hasSize(3);
    List<JsonNode> told = told(agreement);
    assertThat(told.get(2).get("copyOf")).isEqualTo(told.get(0).get("id"));
  }

  @Test
  void aRedeliveryIsTheSameSqsMessageAfterItWasDeleted() {
    String agreement = subscribe();
    JsonNode first = told(agreement).getFirst();
    act(first, "duplicate", "{\"how\":\"redeliver\"}");
    Message one = waitFor();
    Message two = waitFor();
    assertThat(two.messageId()).isEqualTo(one.messageId());
    assertThat(two.body()).isEqualTo(one.body());
    assertThat(receive()).isEmpty();
    assertThat(states(agreement)).isEqualTo("DELETED");
    act(first, "duplicate", "{\"how\":\"redeliver\"}");
    assertThat(waitFor().messageId()).isEqualTo(one.messageId());
    assertThat(receive()).isEmpty();
  }

  @Test
  void aReorderingRuleSendsItsGroupInAnotherOrder() {
    rule("\"action\":\"reorder\",\"group\":4,\"seed\":7");
    String agreement = subscribe();
    cancel(agreement);
    simulator.post("/clock", "{\"advance\":\"PT1H\"}");
    assertThat(receive()).isEmpty();
    String other = subscribe();
    List<Message> came = receive();
    assertThat(came).hasSize(4);
    assertThat(states(agreement)).isEqualTo("DELETED DELETED DELETED");
    assertThat(states(other)).isEqualTo("DELETED");
    assertThat(came.stream().map(m -> envelope(m).get("Timestamp").stringValue()).toList())
        .isNotEqualTo(
            came.stream().map(m -> envelope(m).get("Timestamp").stringValue()).sorted().toList());
  }

  @Test
  void aRateHitsTheSameOnesForTheSameSeed() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (List<String> round : List.of(first, second)) {
      simulator.control("DELETE", "/notifications/rules", "", 200);
      rule("\"action\":\"lose\",\"rate\":0.5,\"seed\":42");
      for (int i = 0; i < 20; i++) {
        round.add(states(subscribe()));
      }
    }
    assertThat(first).isEqualTo(second).contains("LOST", "SENT");
    JsonNode rule = simulator.get("/notifications/rules").get(0);
    assertThat(rule.get("seen").intValue()).isEqualTo(20);
    assertThat(rule.get("hits").longValue())
        .isEqualTo(second.stream().filter("LOST"::equals).count());
  }

  @Test
  void aWaitingNotificationMayBeHeldDelayedAndLostByHand() {
    rule("\"action\":\"lose\"");
    JsonNode lost = told(subscribe()).getFirst();
    assertThat(act(lost, "hold", "{}").get("state").stringValue()).isEqualTo("HELD");
    JsonNode delayed = act(lost, "delay", "{\"by\":\"PT10M\"}");
    assertThat(delayed.get("state").stringValue()).isEqualTo("DELAYED");
    assertThat(delayed.get("dueAt").isNull()).isFalse();
    JsonNode again = act(lost, "lose", "{}");
    assertThat(again.get("state").stringValue()).isEqualTo("LOST");
    assertThat(again.get("dueAt").isNull()).isTrue();
    simulator.post("/clock", "{\"advance\":\"PT1H\"}");
    assertThat(receive()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedWithAReason() {
    JsonNode sent = told(subscribe()).getFirst();
    String path = "/notifications/" + sent.get("id").longValue();
    simulator.control("POST", path + "/hold", "{}", 409);
    simulator.control("POST", path + "/delay", "{\"by\":\"-PT1M\"}", 400);
    simulator.control("POST", path + "/delay", "{}", 400);
    simulator.control("POST", path + "/duplicate", "{\"copies\":0}", 400);
    simulator.control("POST", path + "/duplicate", "{\"how\":\"twice\"}", 400);
    simulator.control("POST", "/notifications/999999/release", "{}", 404);
    simulator.control("GET", "/notifications/999999", "", 404);
    simulator.control("GET", "/notifications?state=GONE", "", 400);
    simulator.control("DELETE", "/notifications/rules/999999", "", 404);
    for (String rule :
        List.of(
            "{}",
            "{\"action\":\"explode\"}",
            "{\"action\":\"hold\",\"rate\":1.5}",
            "{\"action\":\"hold\",\"times\":0}",
            "{\"action\":\"hold\",\"delay\":\"PT1M\"}",
            "{\"action\":\"delay\"}",
            "{\"action\":\"duplicate\",\"copies\":101}",
            "{\"action\":\"reorder\",\"group\":1}")) {
      assertThat(
              simulator.control("POST", "/notifications/rules", rule, 400).get("detail").isString())
          .as(rule)
          .isTrue();
    }
  }

  @Test
  void theListIsFilteredAndPagedByCursor() {
    rule("\"action\":\"hold\"");
    String agreement = subscribe();
    cancel(agreement);
    JsonNode newest = simulator.get("/notifications?limit=1&agreementId=" + agreement).get(0);
    assertThat(newest.get("kind").stringValue()).isEqualTo("unsubscribe-pending");
    JsonNode rest =
        simulator.get(
            "/notifications?agreementId=%s&before=%d"
                .formatted(agreement, newest.get("id").longValue()));
    assertThat(rest).hasSize(1);
    assertThat(rest.get(0).get("kind").stringValue()).isEqualTo("subscribe-success");
    assertThat(
            simulator.get(
                "/notifications?state=held&kind=subscribe-success&agreementId=" + agreement))
        .hasSize(1);
    assertThat(simulator.get("/notifications?state=sent&agreementId=" + agreement)).isEmpty();
  }
}
