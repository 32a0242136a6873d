package io.countinghouse.marketplace;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agreements that break a rule. */
public final class BrokenAgreements {

  private BrokenAgreements() {}

  /** Takes those that AWS has not confirmed for active ones. */
  public static class TakingPendingForActive extends Agreements {

    TakingPendingForActive(
        AgreementTable agreements, MessageTable messages, Outbox outbox, BusinessClock clock) {
      super(agreements, messages, outbox, clock);
    }

    @Override
    public List<AgreementId> inState(AgreementState state, @Nullable AgreementId after, int limit) {
      List<AgreementId> all = new ArrayList<>(super.inState(state, after, limit));
      if (after == null) {
        all.addAll(0, super.inState(AgreementState.PENDING, null, limit));
      }
      return all;
    }
  }
}
