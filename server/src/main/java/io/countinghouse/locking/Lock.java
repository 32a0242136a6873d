package io.countinghouse.locking;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lock that is on.
 *
 * @param billingAccount who paid last
 * @param bufferEndsAt until when the data can still be read
 * @param remindedUntil reminders due until then are sent, or were over before the lock began
 * @param clearedAt when the buffer was over and the data cleared; empty before
 */
public record Lock(
    WorkspaceId workspace,
    BillingAccountId billingAccount,
    LockCause cause,
    Instant startedAt,
    Instant bufferEndsAt,
    Instant remindedUntil,
    @Nullable Instant clearedAt) {

  /** Whether the buffer is over: the workspace is fully locked. */
  public boolean isFull(Instant now) {
    return clearedAt != null || !now.isBefore(bufferEndsAt);
  }

  /** What is told of its clearing. */
  LockEvent clearedNow(Instant now) {
    return new WorkspaceCleared(workspace, billingAccount, cause, now);
  }

  /** How much of the buffer is left; nothing once it is over. */
  public Duration left(Instant now) {
    return isFull(now) ? Duration.ZERO : Duration.between(now, bufferEndsAt);
  }

  /**
   * Whether its owner is to be reminded now.
   *
   * @param reminders how long before the end of the buffer each reminder is due
   */
  boolean isReminderDue(List<Duration> reminders, Instant now) {
    return reminders.stream()
        .map(bufferEndsAt::minus)
        .anyMatch(due -> due.isAfter(remindedUntil) && !due.isAfter(now));
  }
}
