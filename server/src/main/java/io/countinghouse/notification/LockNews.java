package io.countinghouse.notification;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.locking.BufferMoved;
import io.countinghouse.locking.LockCause;
import io.countinghouse.locking.LockEvent;
import io.countinghouse.locking.LockReminder;
import io.countinghouse.locking.WorkspaceCleared;
import io.countinghouse.locking.WorkspaceDissolved;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.locking.WorkspaceReopened;
import io.countinghouse.locking.WorkspaceUnlocked;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for many workspaces whose locks mails tell of; its text names them in the work
 * row.
 *
 * @param bufferEnd until when the data can be read; empty where a mail does not say so
 */
record LockNews(Told told, String bufferEnd) {

  private static final String SPACE = " ";

  /** Where the text names the cause; rows of before it was known end there. */
  private static final int CAUSE = 5;

  /** What happened, as the texts of billing accounts' mails call it. */
  enum Kind {
    LOCKED(MailTemplate.WORKSPACE_LOCKED),
    REMINDED(MailTemplate.LOCK_REMINDER),
    MOVED(MailTemplate.BUFFER_MOVED),
    UNLOCKED(MailTemplate.WORKSPACE_UNLOCKED),
    CLEARED(MailTemplate.WORKSPACE_CLEARED),
    REOPENED(MailTemplate.WORKSPACE_REOPENED),
    DISSOLVED(MailTemplate.WORKSPACE_DISSOLVED);

    private final MailTemplate toOwner;

    Kind(MailTemplate toOwner) {
      this.toOwner = toOwner;
    }

    /** The mail that tells an owner of it. */
    MailTemplate toOwner() {
      return toOwner;
    }
  }

  /**
   * What happened at once to workspaces of one billing account.
   *
   * @param payerIsTold whether by a mail of its own
   * @param cause why they are locked; empty where they are open or gone, and in rows of before it
   *     was known
   */
  record Told(
      Kind kind,
      BillingAccountId payer,
      Instant at,
      boolean payerIsTold,
      @Nullable LockCause cause) {

    /** The cause as mails carry it; empty without one. */
    String causeName() {
      return cause == null ? "" : cause.name();
    }
  }

  static LockNews of(LockEvent event) {
    boolean toldWithTheEnd =
        event instanceof WorkspaceLocked locked && locked.cause() == LockCause.SUBSCRIPTION_ENDED;
    Told told =
        new Told(
            kindOf(event), event.billingAccount(), event.at(), !toldWithTheEnd, causeOf(event));
    return new LockNews(told, bufferEndOf(event));
  }

  private static Kind kindOf(LockEvent event) {
    return switch (event) {
      case WorkspaceLocked _ -> Kind.LOCKED;
      case LockReminder _ -> Kind.REMINDED;
      case BufferMoved _ -> Kind.MOVED;
      case WorkspaceUnlocked _ -> Kind.UNLOCKED;
      case WorkspaceCleared _ -> Kind.CLEARED;
      case WorkspaceReopened _ -> Kind.REOPENED;
      case WorkspaceDissolved _ -> Kind.DISSOLVED;
    };
  }

  private static @Nullable LockCause causeOf(LockEvent event) {
    return switch (event) {
      case WorkspaceLocked locked -> locked.cause();
      case LockReminder reminder -> reminder.cause();
      case BufferMoved moved -> moved.cause();
      case WorkspaceCleared cleared -> cleared.cause();
      case WorkspaceUnlocked _, WorkspaceReopened _, WorkspaceDissolved _ -> null;
    };
  }

  private static String bufferEndOf(LockEvent event) {
    return switch (event) {
      case WorkspaceLocked locked -> locked.bufferEndsAt().toString();
      case LockReminder reminder -> reminder.bufferEndsAt().toString();
      case BufferMoved moved -> moved.bufferEndsAt().toString();
      case WorkspaceUnlocked _, WorkspaceCleared _, WorkspaceReopened _, WorkspaceDissolved _ -> "";
    };
  }

  String text() {
    return String.join(
        SPACE,
        told.kind().name(),
        told.payer().value(),
        told.at().toString(),
        Boolean.toString(told.payerIsTold()),
        bufferEnd,
        told.causeName());
  }

  static LockNews read(String text) {
    String[] parts = text.split(SPACE, -1);
    Told told =
        new Told(
            Kind.valueOf(parts[0]),
            new BillingAccountId(parts[1]),
            Instant.parse(parts[2]),
            Boolean.parseBoolean(parts[3]),
            parts.length <= CAUSE || parts[CAUSE].isEmpty()
                ? null
                : LockCause.valueOf(parts[CAUSE]));
    return new LockNews(told, parts[4]);
  }
}
