package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one operator proposes to book on a wallet and another one decides on.
 *
 * @param amount in whole coins; below zero: a correction that takes away
 * @param bankReference the bank's own for a transfer; empty for a correction
 * @param paidOn the day on which a transfer came in; empty for a correction
 * @param reason of a correction; empty for a transfer
 * @param decidedBy empty while it is open
 * @param rejection why it was rejected; empty otherwise
 */
public record Proposal(
    String id,
    BillingAccountId account,
    Kind kind,
    Money amount,
    @Nullable String bankReference,
    @Nullable LocalDate paidOn,
    @Nullable String reason,
    OperatorId enteredBy,
    Instant enteredAt,
    State state,
    @Nullable OperatorId decidedBy,
    @Nullable Instant decidedAt,
    @Nullable String rejection) {

  /** What is proposed. */
  public enum Kind {
    /** A bank transfer came in. */
    TOP_UP,
    /** The balance is to be put right, in either direction. */
    CORRECTION
  }

  /** What came of it. */
  public enum State {
    PROPOSED,
    APPROVED,
    REJECTED
  }
}
