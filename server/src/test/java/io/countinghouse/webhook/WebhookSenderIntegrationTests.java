package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
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
