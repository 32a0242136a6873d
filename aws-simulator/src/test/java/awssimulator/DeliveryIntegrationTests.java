package awssimulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;

/** Notifications held, sent in any order, delayed, doubled and lost by hand. */
class DeliveryIntegrationTests extends DeliveryStage {
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
  void whatASubscriptionHeldTellsItsOrderHoweverItIsReleased() {
    String agreement =
        simulator.subscribe(simulator.account(), "hold").get("agreementId").stringValue();
    cancel(agreement);
    List<JsonNode> told = told(agreement);
    for (int last = told.size() - 1; last >= 0; last--) {
      simulator.post(
          "/notifications/release",
          "{\"ids\":[%d]}".formatted(told.get(last).get("id").longValue()));
    }
    List<Message> came = receive();
    assertThat(actions(came)).containsExactly("unsubscribe-pending", "subscribe-success");
    assertThat(envelope(came.get(1)).get("Timestamp").stringValue())
        .isLessThan(envelope(came.get(0)).get("Timestamp").stringValue());
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
