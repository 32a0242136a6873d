package io.countinghouse.notification;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.WorkspaceLocked;
import io.countinghouse.locking.WorkspaceUnlocked;
import io.countinghouse.notification.Recipients.Recipient;
import java.time.Instant;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell owners of locks. */
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
  void on(WorkspaceLocked event) {
    for (Recipient to : recipients.owners(List.of(event.workspace()))) {
      Mail mail =
          mail(MailTemplate.WORKSPACE_LOCKED, to, event.startedAt())
              .with("buffer-ends-at", words.time(to.language(), event.bufferEndsAt(), to.zone()));
      queue.put(mail, cause(event.workspace(), event.startedAt()), to.id());
    }
  }

  @EventListener
  void on(WorkspaceUnlocked event) {
    for (Recipient to : recipients.owners(List.of(event.workspace()))) {
      Mail mail = mail(MailTemplate.WORKSPACE_UNLOCKED, to, event.at());
      queue.put(mail, cause(event.workspace(), event.at()), to.id());
    }
  }

  private Mail mail(MailTemplate template, Recipient to, Instant at) {
    return new Mail(
            template,
            to.address(),
            to.language(),
            workspaceValues.of(to.workspaces().getFirst(), to.language()))
        .with("at", words.time(to.language(), at, to.zone()));
  }

  private static String cause(WorkspaceId workspace, Instant at) {
    return workspace + "/" + at;
  }
}
