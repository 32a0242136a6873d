package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at an agreement again when its final window closes or its future start has come. */
@Component
class DeadlineHandler implements WorkHandler {

  static final String KIND = "marketplace.deadline";

  private final AgreementTable agreements;
  private final AgreementLife life;
  private final SuccessionWaker successions;
  private final BusinessClock clock;
  private final TransactionTemplate tx;

  DeadlineHandler(
      AgreementTable agreements,
      AgreementLife life,
      SuccessionWaker successions,
      BusinessClock clock,
      TransactionTemplate tx) {
    this.agreements = agreements;
    this.life = life;
    this.successions = successions;
    this.clock = clock;
    this.tx = tx;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    return tx.execute(_ -> settle(new AgreementId(work.key())));
  }

  private Outcome settle(AgreementId id) {
    AgreementLife.Settled settled =
        life.move(agreements.lock(id).orElseThrow(), MoveCause.DEADLINE.alone());
    successions.wake(settled.agreement(), clock.now());
    // It came back and was cancelled again: its window closes later.
    return settled.nextChange() == null
        ? new Outcome.Done()
        : new Outcome.Again(settled.nextChange());
  }
}
