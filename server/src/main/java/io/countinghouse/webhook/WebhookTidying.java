package io.countinghouse.webhook;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Drops events that are past their time, once a day while there are endpoints. */
@Component
class WebhookTidying implements WorkHandler {

  static final String KIND = "webhook.tidy";

  private static final int AT_ONCE = 5_000;
  private static final Duration DAY = Duration.ofDays(1);

  private final DeliveryTable deliveries;
  private final WebhookSettings settings;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  WebhookTidying(
      DeliveryTable deliveries,
      WebhookSettings settings,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.deliveries = deliveries;
    this.settings = settings;
    this.clock = clock;
    this.tx = tx;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    int gone = tx.execute(_ -> deliveries.drop(clock.now().minus(settings.keep()), AT_ONCE));
    return new Outcome.Again(gone == AT_ONCE ? clock.now() : clock.now().plus(DAY));
  }
}
