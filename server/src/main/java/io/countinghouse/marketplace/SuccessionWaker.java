package io.countinghouse.marketplace;

import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Has the hand-overs looked at that a change of an agreement may make possible. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class SuccessionWaker {

  private final SuccessionTable table;
  private final Outbox outbox;

  SuccessionWaker(SuccessionTable table, Outbox outbox) {
    this.table = table;
    this.outbox = outbox;
  }

  void wake(Agreement changed, Instant now) {
    switch (changed.state()) {
      case SUCCEEDED -> {
        if (changed.successor() == null) {
          outbox.put(Work.of(Successions.KIND, changed.id().value(), now));
        }
      }
      case ACTIVE -> {
        if (changed.key() instanceof AgreementKey.License && changed.awsAccountId() != null) {
          table
              .waitingOf(changed.productCode(), changed.awsAccountId())
              .forEach(id -> outbox.put(Work.of(Successions.KIND, id.value(), now)));
        }
      }
      case PENDING, FAILED, ENDING, ENDED -> {
        // Nothing follows these, and they follow nothing.
      }
    }
  }
}
