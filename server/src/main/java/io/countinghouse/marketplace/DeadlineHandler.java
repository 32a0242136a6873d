package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at an ending agreement again when its final window closes. */
@Component
class DeadlineHandler implements WorkHandler {

  static final String KIND = "marketplace.deadline";

  private final AgreementTable agreements;
  private final AgreementLife life;
  private final Products products;
  private final TransactionTemplate tx;

  DeadlineHandler(
      AgreementTable agreements, AgreementLife life, Products products, TransactionTemplate tx) {
    this.agreements = agreements;
    this.life = life;
    this.products = products;
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
    Agreement settled = life.settle(agreements.lock(id).orElseThrow(), "the final window closed");
    Instant ending = settled.endingSince();
    // It came back and was cancelled again: its window closes later.
    return settled.state() == AgreementState.ENDING && ending != null
        ? new Outcome.Again(ending.plus(products.get(settled.productCode()).finalWindow()))
        : new Outcome.Done();
  }
}
