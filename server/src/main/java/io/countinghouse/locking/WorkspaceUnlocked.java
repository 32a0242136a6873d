package io.countinghouse.locking;

import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/** A workspace was unlocked. Published in that transaction. */
public record WorkspaceUnlocked(WorkspaceId workspace, Instant at) {}
