package io.countinghouse.locking;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is on.
 *
 * @param bufferEndsAt until when the data can still be read
 * @param clearedAt when the buffer was over and the data cleared; empty before
 */
public record Lock(
    WorkspaceId workspace,
    LockCause cause,
    Instant startedAt,
    Instant bufferEndsAt,
    @Nullable Instant clearedAt) {

  /** Whether the buffer is over: the workspace is fully locked. */
  public boolean isFull(Instant now) {
    return clearedAt != null || !now.isBefore(bufferEndsAt);
  }

  /** How much of the buffer is left; nothing once it is over. */
  public Duration left(Instant now) {
    return isFull(now) ? Duration.ZERO : Duration.between(now, bufferEndsAt);
  }
}
