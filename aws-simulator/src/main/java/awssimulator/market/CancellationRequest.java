package awssimulator.market;

import awssimulator.events.RequestEvents.CancellationStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seller's wish to cancel an agreement (facts §3.3, §6).
 *
 * @param requestId {@code acr-…}
 * @param reasonMessage the seller's words, perhaps none
 * @param statusMessage the words of who answered, perhaps none
 * @param approveAt when it counts as approved if nobody answers; null once it is decided
 */
public record CancellationRequest(
    String requestId,
    String agreementId,
    String reasonCode,
    String reasonMessage,
    CancellationStatus status,
    String statusMessage,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant approveAt) {

  /** Decided at that moment. */
  CancellationRequest decided(CancellationStatus decision, String message, Instant at) {
    return new CancellationRequest(
        requestId, agreementId, reasonCode, reasonMessage, decision, message, createdAt, at, null);
  }
}
