package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.BufferMoved;
import io.countinghouse.locking.LockCause;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Puts the mails that tell of locks: to each owner in the language of the workspace, to a billing
 * account one of each kind for all its workspaces, but those whose owner has the same address. Of
 * locks by the end of a subscription it is told with that end.
 */
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
    group(happened.events(), owners).forEach((told, about) -> mails.add(toPayer(told, about)));
    queue.putAll(mails);
  }

  /** What a billing account is told at once. */
  private record Told(BillingAccount account, Kind kind) {}

  /** What happened, as the texts of billing accounts' mails call it. */
  private enum Kind {
    LOCKED,
    REMINDED,
    MOVED,
    UNLOCKED,
    CLEARED,
    REOPENED,
    DISSOLVED
  }

  private Map<Told, List<LockEvent>> group(
      List<LockEvent> events, Map<WorkspaceId, Recipient> owners) {
    Map<BillingAccountId, BillingAccount> accounts =
        recipients.accounts(
            events.stream().map(LockEvent::billingAccount).collect(Collectors.toSet()));
    Map<Told, List<LockEvent>> groups = new LinkedHashMap<>();
    for (LockEvent event : events) {
      BillingAccount account = Objects.requireNonNull(accounts.get(event.billingAccount()));
      Recipient owner = owners.get(event.workspace());
      boolean toldAsOwner = owner != null && owner.address().equalsIgnoreCase(account.email());
      boolean toldWithTheEnd =
          event instanceof WorkspaceLocked locked && locked.cause() == LockCause.SUBSCRIPTION_ENDED;
      if (!toldAsOwner && !toldWithTheEnd) {
        groups.computeIfAbsent(new Told(account, kind(event)), _ -> new ArrayList<>()).add(event);
      }
    }
    return groups;
  }

  private static Kind kind(LockEvent event) {
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

  private MailQueue.Queued toPayer(Told told, List<LockEvent> about) {
    LockEvent first = about.getFirst();
    Recipient to =
        recipients.payer(told.account(), about.stream().map(LockEvent::workspace).toList());
    Mail mail =
        new Mail(
            MailTemplate.LOCKS_OF_ACCOUNT,
            to.address(),
            to.language(),
            Map.of(
                "what", words.word(to.language(), "format.locks." + told.kind()),
                "billing-account", told.account().username(),
                "workspaces", words.names(to.language(), to.workspaces()),
                "at", words.time(to.language(), first.at(), to.zone())));
    String cause = told.kind() + "/" + first.workspace() + "/" + first.at();
    return new MailQueue.Queued(mail, cause, to.id());
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
