package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at an ending agreement again when its final window closes. */
@Component
class DeadlineHandler implements WorkHandler {

  static final String KIND = "marketplace.deadline";

  private final AgreementTable agreements;
  private final AgreementLife life;
  private final TransactionTemplate tx;

  DeadlineHandler(AgreementTable agreements, AgreementLife life, TransactionTemplate tx) {
    this.agreements = agreements;
    this.life = life;
    this.tx = tx;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    tx.executeWithoutResult(_ ->
        agreements
            .lock(new AgreementId(work.key()))
            .ifPresent(agreement -> life.settle(agreement, "the final window closed")));
    return new Outcome.Done();
  }
}
