package io.countinghouse.locking;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * A workspace was locked. Published in that transaction.
 *
 * @param bufferEndsAt until when its data can still be read
 */
public record WorkspaceLocked(WorkspaceId workspace, Instant startedAt, Instant bufferEndsAt) {}
