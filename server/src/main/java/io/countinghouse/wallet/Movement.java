package io.countinghouse.wallet;

import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A change of a balance.
 *
 * @param number 1, 2, 3 … of its wallet
 * @param amount what the balance changed by
 * @param balance what was left after it
 * @param cause what it was for
 */
public record Movement(long number, Instant at, Money amount, Money balance, Cause cause) {

  /** What a balance changed for. */
  public sealed interface Cause {

    /**
     * A workspace's usage of a billing day.
     *
     * @param corrections what of it is of days before, to the last decimal; above zero: it cost
     *     more
     */
    record Usage(WorkspaceId workspace, LocalDate day, Money corrections) implements Cause {}

    /** A bank transfer. */
    record TopUp(String bankReference, @Nullable LocalDate paidOn) implements Cause {}

    /** An operator put the balance right. */
    record Correction(String reason) implements Cause {}
  }
}
