package io.countinghouse.locking;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Duration;
import java.time.Instant;

/**
 * A lock that is on.
 *
 * @param bufferEndsAt until when the data can still be read
 */
public record Lock(WorkspaceId workspace, Instant startedAt, Instant bufferEndsAt) {

  /** Whether the buffer is over: the workspace is fully locked. */
  public boolean isFull(Instant now) {
    return !now.isBefore(bufferEndsAt);
  }

  /** How much of the buffer is left; nothing once it is over. */
  public Duration left(Instant now) {
    return isFull(now) ? Duration.ZERO : Duration.between(now, bufferEndsAt);
  }
}
