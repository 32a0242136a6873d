package io.countinghouse.marketplace;

import io.countinghouse.kernel.Cause;
import java.time.Instant;
import java.util.Objects;

/**
 * An agreement moved on in its life. Published inside the transaction that moves it, under the
 * agreement's row lock; listeners act in that same transaction, in the order of {@link Order}.
 *
 * @param from the agreement as it was
 * @param to the agreement as it is now
 * @param at the business time of the move, from which bindings and locks count
 * @param cause what told us
 */
public record AgreementMoved(Agreement from, Agreement to, Instant at, Cause<MoveCause> cause) {

  /** Whether a late message showed that the end was none: the same period goes on. */
  public boolean disprovesTheEnd() {
    boolean wasOver = from.state() == AgreementState.ENDING || from.state() == AgreementState.ENDED;
    return wasOver
        && to.state() == AgreementState.ACTIVE
        && Objects.equals(from.periodStartedAt(), to.periodStartedAt());
  }

  /** In which order the packages above act on a move. */
  public static final class Order {
    /** Readings and records: what is owed is fixed before the payer goes. */
    public static final int METERING = 100;

    /** Cloud accounts and bindings. */
    public static final int SETTLEMENT = 200;

    private Order() {}
  }
}
