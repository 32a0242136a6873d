package io.countinghouse.billing;

import io.countinghouse.kernel.Cause;
import io.countinghouse.kernel.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What must be given back to a customer and no record can take back: a person does it outside.
 *
 * @param book the books that it is kept in
 * @param amount above 0
 * @param cause what it was booked for
 * @param reason what the person said who opened it; empty if it was the server
 * @param closedBy who closed it, or booked it back
 * @param reference AWS's billing adjustment, or the ticket of the operator in China; only when
 *     CLOSED
 * @param note what the one who closed it said; only when CLOSED
 */
public record RefundCase(
    String id,
    Book book,
    Money amount,
    Cause<EntryCause> cause,
    @Nullable String reason,
    Instant openedAt,
    State state,
    @Nullable Instant closedAt,
    @Nullable String closedBy,
    @Nullable String reference,
    @Nullable String note) {

  /** What became of it. */
  public enum State {
    /** To be given back. */
    OPEN,
    /** A person gave it back. */
    CLOSED,
    /** Booked back to the carry: the end that it came from was none. */
    RETURNED
  }
}
