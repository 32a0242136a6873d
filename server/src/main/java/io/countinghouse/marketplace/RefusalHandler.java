package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at an agreement again when AWS has refused a record of it as not subscribed. */
@Component
class RefusalHandler implements WorkHandler {

  static final String KIND = "marketplace.refusal";

  /** In the payload: the record that was refused. */
  static final String RECORD = "record";

  private final AgreementTable agreements;
  private final AgreementLife life;
  private final TransactionTemplate tx;

  RefusalHandler(AgreementTable agreements, AgreementLife life, TransactionTemplate tx) {
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
    AgreementId id = new AgreementId(work.key());
    MoveCause cause = MoveCause.NOT_SUBSCRIBED;
    tx.executeWithoutResult(
        _ -> life.settle(agreements.lock(id).orElseThrow(), cause.of(work.value(RECORD))));
    return new Outcome.Done();
  }
}
