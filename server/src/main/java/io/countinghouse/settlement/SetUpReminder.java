package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reminds the customer of a set-up that is not done, once. */
@Component
class SetUpReminder implements WorkHandler {

  static final String KIND = "settlement.set-up-reminder";

  private final SetUpGate gate;
  private final SetUpTable table;
  private final ApplicationEventPublisher events;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  SetUpReminder(
      SetUpGate gate,
      SetUpTable table,
      ApplicationEventPublisher events,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.gate = gate;
    this.table = table;
    this.events = events;
    this.clock = clock;
    this.tx = tx;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    AgreementId agreement = new AgreementId(work.key());
    tx.executeWithoutResult(_ -> {
      if (gate.refusal(agreement, null).isEmpty()) {
        table
            .find(agreement)
            .filter(it -> it.remindedAt() == null)
            .ifPresent(it -> {
              table.reminded(agreement, clock.now());
              events.publishEvent(new SetUpBrokenOff(agreement, it.email(), it.language()));
            });
      }
    });
    return new Outcome.Done();
  }
}
