package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/** Somebody pays for a cleared workspace: it is open again, and empty. */
public record WorkspaceReopened(WorkspaceId workspace, BillingAccountId billingAccount, Instant at)
    implements LockEvent {}
