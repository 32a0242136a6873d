package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * An operator gave a locked workspace another end of its buffer.
 *
 * @param bufferEndsAt until when its data can be read now
 */
public record BufferMoved(
    WorkspaceId workspace,
    BillingAccountId billingAccount,
    LockCause cause,
    Instant at,
    Instant bufferEndsAt)
    implements LockEvent {}
