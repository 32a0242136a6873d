package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * The data of a locked workspace is soon to be cleared: its owner is reminded.
 *
 * @param bufferEndsAt when that is
 */
public record LockReminder(
    WorkspaceId workspace,
    BillingAccountId billingAccount,
    LockCause cause,
    Instant at,
    Instant bufferEndsAt)
    implements LockEvent {}
