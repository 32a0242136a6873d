package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * Nobody pays for a workspace any more: it is locked.
 *
 * @param bufferEndsAt until when its data can still be read
 */
public record WorkspaceLocked(
    WorkspaceId workspace,
    BillingAccountId billingAccount,
    LockCause cause,
    Instant at,
    Instant bufferEndsAt)
    implements LockEvent {}
