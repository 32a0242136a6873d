package io.countinghouse.webhook;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wakes the senders of the endpoints that something is due to. Its work is keyed by the event, so
 * that those who put events never wait for each other; the rows of endpoints are taken here, in one
 * order and for a moment.
 */
@Component
class WebhookDispatcher implements WorkHandler {

  static final String KIND = "webhook.dispatch";

  private final EndpointTable endpoints;
  private final Outbox outbox;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  WebhookDispatcher(
      EndpointTable endpoints, Outbox outbox, BusinessClock clock, TransactionTemplate tx) {
    this.endpoints = endpoints;
    this.outbox = outbox;
    this.clock = clock;
    this.tx = tx;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    Instant now = clock.now();
    tx.executeWithoutResult(_ ->
        endpoints
            .withSomethingDue(now)
            .forEach(id -> outbox.put(Work.of(WebhookSender.KIND, id, now))));
    return new Outcome.Done();
  }
}
