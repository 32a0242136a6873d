package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;

/** Rules that delay, lose, double and reorder notifications as they are published. */
class DeliveryRuleIntegrationTests extends DeliveryStage {
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
}
