package io.countinghouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import io.countinghouse.metering.LostEvents;
import io.countinghouse.webhook.WebhookEndpoint.DisabledWhy;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What operators are woken for when other systems are not told. */
class LostEventsIntegrationTests extends WebhooksIntegration {

  @Autowired private LostEvents lost;
  @Autowired private WebhookSettings settings;

  private long before;

  @BeforeEach
  void count() {
    before = all();
  }

  private long all() {
    return tx.execute(_ -> lost.count());
  }

  private long lost() {
    return all() - before;
  }

  private Webhooks.Created givenUp(Receiver receiver) {
    Webhooks.Created created = told(receiver, WebhookType.WORKSPACE_LOCKED);
    receiver.answer = message -> message.payload().contains("wksp_bad") ? 500 : 200;
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_bad");
    worker.runAll();
    for (Duration pause : settings.retries()) {
      // Something else comes through: the endpoint stays enabled.
      happens(WebhookType.WORKSPACE_LOCKED, "wksp_good");
      clock.advance(pause);
      worker.runAll();
    }
    return created;
  }

  @Test
  void anEventGivenUpIsLostUntilItIsSentAgain() {
    Receiver receiver = receiver();
    Webhooks.Created created = givenUp(receiver);
    assertThat(lost()).isOne();
    receiver.answer = _ -> 200;
    webhooks.replay(Actor.SYSTEM, created.endpoint().id(), null);
    worker.runAll();
    assertThat(lost()).isZero();
  }

  @Test
  void orUntilAnOperatorLetsItGoWhichKeepsItToSendAgain() {
    Webhooks.Created created = givenUp(receiver());
    String id = created.endpoint().id();
    assertThat(webhooks.letGo(Actor.SYSTEM, id)).isTrue();
    assertThat(lost()).isZero();
    assertThat(webhooks.letGo(Actor.SYSTEM, id)).isFalse();
    assertThat(webhooks.replay(Actor.SYSTEM, id, null)).isOne();
  }

  @Test
  void anEndpointThatTheServerDisabledCountsUntilSomebodyDealsWithIt() {
    Receiver receiver = receiver();
    Webhooks.Created created = told(receiver, WebhookType.WORKSPACE_LOCKED);
    String id = created.endpoint().id();
    receiver.answer = _ -> 410;
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_gone");
    worker.runAll();
    assertThat(lost()).isOne();
    webhooks.letGo(Actor.SYSTEM, id);
    assertThat(webhooks.find(id).orElseThrow().disabledWhy()).isEqualTo(DisabledWhy.OPERATOR);
    assertThat(lost()).isZero();
    happens(WebhookType.WORKSPACE_LOCKED, "wksp_later");
    worker.runAll();
    assertThat(lost()).as("what an operator disabled").isZero();
    webhooks.enable(Actor.SYSTEM, id);
    assertThat(lost()).as("what happened meanwhile").isOne();
  }
}
