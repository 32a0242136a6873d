package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/** The buffer is over: a workspace is fully locked, and its data is to be cleared for good. */
public record WorkspaceCleared(
    WorkspaceId workspace, BillingAccountId billingAccount, LockCause cause, Instant at)
    implements LockEvent {}
