package io.countinghouse.notification;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.BufferMoved;
import io.countinghouse.locking.LockEvent;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.locking.LockReminder;
import io.countinghouse.locking.WorkspaceCleared;
import io.countinghouse.locking.WorkspaceDissolved;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.locking.WorkspaceReopened;
import io.countinghouse.locking.WorkspaceUnlocked;
import io.countinghouse.notification.Recipients.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell owners of locks, each in its workspace's language. */
@Component
class LockMails {

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final WorkspaceValues workspaceValues;

  LockMails(
      MailQueue queue, Recipients recipients, MailWords words, WorkspaceValues workspaceValues) {
    this.queue = queue;
    this.recipients = recipients;
    this.words = words;
    this.workspaceValues = workspaceValues;
  }

  @EventListener
  void on(LockEvents happened) {
    List<WorkspaceId> workspaces = happened.events().stream().map(LockEvent::workspace).toList();
    Map<WorkspaceId, Recipient> owners = recipients.ownerOfEach(workspaces);
    List<MailQueue.Queued> mails = new ArrayList<>();
    for (LockEvent event : happened.events()) {
      Recipient owner = owners.get(event.workspace());
      if (owner != null) {
        mails.add(
            new MailQueue.Queued(
                mail(event, owner), event.workspace() + "/" + event.at(), owner.id()));
      }
    }
    queue.putAll(mails);
  }

  private Mail mail(LockEvent event, Recipient to) {
    return switch (event) {
      case WorkspaceLocked locked ->
          withEnd(mail(MailTemplate.WORKSPACE_LOCKED, to, event), to, locked.bufferEndsAt());
      case LockReminder reminder ->
          withEnd(mail(MailTemplate.LOCK_REMINDER, to, event), to, reminder.bufferEndsAt());
      case BufferMoved moved ->
          withEnd(mail(MailTemplate.BUFFER_MOVED, to, event), to, moved.bufferEndsAt());
      case WorkspaceUnlocked _ -> mail(MailTemplate.WORKSPACE_UNLOCKED, to, event);
      case WorkspaceCleared _ -> mail(MailTemplate.WORKSPACE_CLEARED, to, event);
      case WorkspaceReopened _ -> mail(MailTemplate.WORKSPACE_REOPENED, to, event);
      // Nobody gets in there any more.
      case WorkspaceDissolved _ ->
          mail(MailTemplate.WORKSPACE_DISSOLVED, to, event).with("url", "");
    };
  }

  private Mail withEnd(Mail mail, Recipient to, Instant bufferEndsAt) {
    return mail.with("buffer-ends-at", words.time(to.language(), bufferEndsAt, to.zone()));
  }

  private Mail mail(MailTemplate template, Recipient to, LockEvent event) {
    return new Mail(
            template,
            to.address(),
            to.language(),
            workspaceValues.of(to.workspaces().getFirst(), to.language()))
        .with("at", words.time(to.language(), event.at(), to.zone()));
  }
}
