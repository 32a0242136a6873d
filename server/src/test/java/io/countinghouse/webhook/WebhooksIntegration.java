package io.countinghouse.webhook;

import io.countinghouse.BothProducts;
import io.countinghouse.MainJob;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.outbox.OutboxWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What tests of webhooks share: endpoints of real receivers. */
@WebhooksTest
abstract class WebhooksIntegration implements BothProducts {

  @Autowired MainJob job;
  @Autowired TestClock clock;
  @Autowired Webhooks webhooks;
  @Autowired WebhookEvents events;
  @Autowired WebhookDispatcher dispatcher;
  @Autowired OutboxWorker worker;
  @Autowired TransactionTemplate tx;
  @Autowired JdbcClient jdbc;

  private final List<Receiver> receivers = new ArrayList<>();

  @AfterEach
  void nobodyListensAnyMore() {
    for (WebhookEndpoint it : webhooks.all()) {
      webhooks.disable(Actor.SYSTEM, it.id());
      // Nothing is kept for it any more.
      Set<WebhookType> types = Set.of(WebhookType.WEBHOOK_TEST);
      webhooks.change(Actor.SYSTEM, it.id(), it.url(), it.description(), types);
    }
    receivers.forEach(Receiver::close);
  }

  Receiver receiver() {
    Receiver receiver = new Receiver();
    receivers.add(receiver);
    return receiver;
  }

  Webhooks.Created told(Receiver receiver, WebhookType... types) {
    return webhooks.create(Actor.SYSTEM, receiver.url(), "test", Set.of(types));
  }

  void happens(WebhookType type, String subject) {
    tx.executeWithoutResult(_ ->
        events.put(List.of(new WebhookEvent(type, subject, clock.now(), Map.of("n", subject)))));
  }

  WebhookDelivery last(Webhooks.Created created) {
    return webhooks.deliveries(created.endpoint().id(), Long.MAX_VALUE, 1).getFirst();
  }

  WebhookEndpoint now(Webhooks.Created created) {
    return webhooks.find(created.endpoint().id()).orElseThrow();
  }
}
