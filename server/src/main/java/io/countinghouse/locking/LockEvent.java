package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Instant;

/**
 * Something that happened in the life of a workspace's lock. They are published together, as {@link
 * LockEvents}.
 */
public sealed interface LockEvent
    permits WorkspaceLocked,
        LockReminder,
        BufferMoved,
        WorkspaceUnlocked,
        WorkspaceCleared,
        WorkspaceReopened,
        WorkspaceDissolved {

  WorkspaceId workspace();

  /** The billing account that pays for it: now if it was opened, else last. */
  BillingAccountId billingAccount();

  /** When it happened, in business time. */
  Instant at();
}
