package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of deliveries that nobody answers. */
class WebhookSenderIntegrationTests extends WebhooksIntegration {

  @Autowired private Outbox outbox;

  @Test
  void whatWasPutToADisabledEndpointIsGivenUp() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    String endpoint = created.endpoint().id();
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_late");
    jdbc.sql(
            "UPDATE webhook.endpoint SET state = 'DISABLED', disabled_why = 'OPERATOR' WHERE id = :id")
        .param("id", endpoint)
        .update();
    // As a retry that was due when it was disabled leaves it.
    tx.executeWithoutResult(_ -> outbox.put(Work.of(WebhookSender.KIND, endpoint, clock.now())));
    worker.runAll();
    assertThat(receiver.messages).isEmpty();
    assertThat(last(created).state()).isEqualTo(WebhookDelivery.State.FAILED);
  }

  /** A delivery of a transaction that read the endpoint before it was changed. */
  private void putLate(String endpoint) {
    happens(WebhookType.WORKSPACE_CLEARED, "wksp_late");
    jdbc.sql(
            """
            UPDATE webhook.delivery SET state = 'DUE', due_at = :now WHERE endpoint_id = :id\
            """)
        .param("now", SqlTime.utc(clock.now()))
        .param("id", endpoint)
        .update();
  }

  @Test
  void whatIsPutWhileAnOperatorDisablesTheEndpointIsGivenUp() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver, WebhookType.WORKSPACE_CLEARED);
    webhooks.disable(Actor.SYSTEM, created.endpoint().id());
    putLate(created.endpoint().id());
    worker.runAll();
    assertThat(last(created).state()).isEqualTo(WebhookDelivery.State.FAILED);
    assertThat(receiver.messages).isEmpty();
  }

  @Test
  void whatIsDueToAnEndpointThatIsEnabledIsSent() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver, WebhookType.WORKSPACE_CLEARED);
    webhooks.disable(Actor.SYSTEM, created.endpoint().id());
    worker.runAll();
    putLate(created.endpoint().id());
    worker.runAll();
    assertThat(last(created).state())
        .as("nobody woke the sender")
        .isEqualTo(WebhookDelivery.State.DUE);
    webhooks.enable(Actor.SYSTEM, created.endpoint().id());
    worker.runAll();
    assertThat(receiver.messages).hasSize(1);
  }

  @Test
  void whatHappensWhileAnEndpointIsDisabledIsSentOnceItIsReplayed() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver, WebhookType.WORKSPACE_CLEARED);
    String id = created.endpoint().id();
    webhooks.disable(Actor.SYSTEM, id);
    happens(WebhookType.WORKSPACE_CLEARED, "wksp_missed");
    List<WebhookEvent> many =
        IntStream.range(0, 101)
            .mapToObj(i ->
                new WebhookEvent(
                    WebhookType.WORKSPACE_CLEARED, "wksp_missed" + i, clock.now(), Map.of()))
            .toList();
    tx.executeWithoutResult(_ -> events.put(many));
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_unwanted");
    worker.runAll();
    assertThat(receiver.messages).as("disabled").isEmpty();
    assertThat(webhooks.deliveries(id, Long.MAX_VALUE, 1_000))
        .hasSize(102)
        .allSatisfy(it -> assertThat(it.state()).isEqualTo(WebhookDelivery.State.FAILED))
        .allSatisfy(it -> assertThat(it.attempts()).isZero());
    webhooks.enable(Actor.SYSTEM, id);
    worker.runAll();
    assertThat(receiver.messages).as("not by itself").isEmpty();
    assertThat(webhooks.replay(Actor.SYSTEM, id, null)).isEqualTo(102);
    worker.runAll();
    assertThat(receiver.types()).hasSize(102).containsOnly("workspace.cleared");
  }

  @Test
  void eachFormerSecretSignsUntilItsTimeTheLastFiveAtMost() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    String id = created.endpoint().id();
    List<String> secrets = new ArrayList<>(List.of(created.secret()));
    for (int i = 0; i < 2; i++) {
      secrets.add(webhooks.changeSecret(Actor.SYSTEM, id).orElseThrow());
    }
    webhooks.test(Actor.SYSTEM, id);
    worker.runAll();
    assertThat(secrets).allMatch(it -> receiver.messages.getLast().isSignedWith(it));
    for (int i = 0; i < 4; i++) {
      secrets.add(webhooks.changeSecret(Actor.SYSTEM, id).orElseThrow());
    }
    webhooks.test(Actor.SYSTEM, id);
    worker.runAll();
    assertThat(secrets)
        .filteredOn(it -> receiver.messages.getLast().isSignedWith(it))
        .isEqualTo(secrets.subList(1, 7));
  }

  @Test
  void whyThereWasNoAnswerIsKept() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver);
    receiver.close();
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_nobody");
    worker.runAll();
    assertThat(last(created).status()).isNull();
    assertThat(last(created).noAnswer()).isEqualTo(WebhookDelivery.NoAnswer.UNREACHABLE);
  }
}
