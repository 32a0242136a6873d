package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/** Somebody pays for a locked workspace: it is open again, with all its data. */
public record WorkspaceUnlocked(WorkspaceId workspace, BillingAccountId billingAccount, Instant at)
    implements LockEvent {}
