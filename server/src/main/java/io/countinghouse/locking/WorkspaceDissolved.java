package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/** The owner of a locked workspace gave it up for good: its data is to be cleared. */
public record WorkspaceDissolved(WorkspaceId workspace, BillingAccountId billingAccount, Instant at)
    implements LockEvent {}
