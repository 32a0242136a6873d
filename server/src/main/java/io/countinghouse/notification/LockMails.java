package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
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
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the mails that tell of locks: to each owner in the language of the workspace, to a billing
 * account one of each kind for all its workspaces, but those whose owner has the same address. Of
 * locks by the end of a subscription it is told with that end.
 *
 * <p>With what happened one work row is put, however many workspaces it happened to; the mails are
 * put when it is done.
 */
@Component
class LockMails implements WorkHandler {

  static final String KIND = "notification.lock-mails";

  private static final String SPACE = " ";

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final WorkspaceValues workspaceValues;
  private final Outbox outbox;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  LockMails(
      MailQueue queue,
      Recipients recipients,
      MailWords words,
      WorkspaceValues workspaceValues,
      Outbox outbox,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.queue = queue;
    this.recipients = recipients;
    this.words = words;
    this.workspaceValues = workspaceValues;
    this.outbox = outbox;
    this.tx = tx;
    this.clock = clock;
  }

  /** What happened, as the texts of billing accounts' mails call it. */
  private enum Kind {
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
  }

  /**
   * What happened at once to workspaces of one billing account.
   *
   * @param payerIsTold whether by a mail of its own
   */
  private record Told(Kind kind, BillingAccountId payer, Instant at, boolean payerIsTold) {}

  /**
   * What is the same for many workspaces; its text names them in the work row.
   *
   * @param bufferEnd until when the data can be read; empty where a mail does not say so
   */
  private record Same(Told told, String bufferEnd) {

    static Same of(LockEvent event) {
      boolean toldWithTheEnd =
          event instanceof WorkspaceLocked locked && locked.cause() == LockCause.SUBSCRIPTION_ENDED;
      Told told = new Told(kindOf(event), event.billingAccount(), event.at(), !toldWithTheEnd);
      return new Same(told, bufferEndOf(event));
    }

    String text() {
      return String.join(
          SPACE,
          told.kind().name(),
          told.payer().value(),
          told.at().toString(),
          Boolean.toString(told.payerIsTold()),
          bufferEnd);
    }

    static Same read(String text) {
      String[] parts = text.split(SPACE, -1);
      Told told =
          new Told(
              Kind.valueOf(parts[0]),
              new BillingAccountId(parts[1]),
              Instant.parse(parts[2]),
              Boolean.parseBoolean(parts[3]));
      return new Same(told, parts[4]);
    }
  }

  @EventListener
  void on(LockEvents happened) {
    Map<Same, List<WorkspaceId>> groups = new HashMap<>();
    for (LockEvent event : happened.events()) {
      groups.computeIfAbsent(Same.of(event), _ -> new ArrayList<>()).add(event.workspace());
    }
    Map<String, String> payload = new HashMap<>();
    groups.forEach((same, workspaces) -> payload.put(same.text(), WorkspaceList.text(workspaces)));
    outbox.put(new Work(KIND, Ids.next("many"), payload, clock.now()));
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

  private static String bufferEndOf(LockEvent event) {
    return switch (event) {
      case WorkspaceLocked locked -> locked.bufferEndsAt().toString();
      case LockReminder reminder -> reminder.bufferEndsAt().toString();
      case BufferMoved moved -> moved.bufferEndsAt().toString();
      case WorkspaceUnlocked _, WorkspaceCleared _, WorkspaceReopened _, WorkspaceDissolved _ -> "";
    };
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    Map<Told, Map<WorkspaceId, String>> happened = new LinkedHashMap<>();
    new TreeMap<>(work.payload())
        .forEach((text, workspaces) -> {
          Same same = Same.read(text);
          Map<WorkspaceId, String> bufferEnds =
              happened.computeIfAbsent(same.told(), _ -> new LinkedHashMap<>());
          WorkspaceList.read(workspaces).forEach(id -> bufferEnds.put(id, same.bufferEnd()));
        });
    List<MailQueue.Queued> mails = tx.execute(_ -> mails(happened));
    return new Outcome.DoneWith(() -> queue.putAll(mails));
  }

  private List<MailQueue.Queued> mails(Map<Told, Map<WorkspaceId, String>> happened) {
    Map<WorkspaceId, Recipient> owners =
        recipients.ownerOfEach(
            happened.values().stream().flatMap(it -> it.keySet().stream()).toList());
    Map<BillingAccountId, BillingAccount> accounts =
        recipients.accounts(
            happened.keySet().stream().map(Told::payer).collect(Collectors.toSet()));
    List<MailQueue.Queued> mails = new ArrayList<>();
    happened.forEach((told, bufferEnds) -> {
      bufferEnds.forEach((workspace, bufferEnd) -> {
        Recipient owner = owners.get(workspace);
        if (owner != null) {
          Mail mail = toOwner(told, bufferEnd, owner);
          mails.add(new MailQueue.Queued(mail, workspace + "/" + told.at(), owner.id()));
        }
      });
      BillingAccount payer = Objects.requireNonNull(accounts.get(told.payer()));
      List<WorkspaceId> ofOthers =
          bufferEnds.keySet().stream().filter(it -> !isOwnedBy(payer, owners.get(it))).toList();
      if (told.payerIsTold() && !ofOthers.isEmpty()) {
        mails.add(toPayer(told, payer, ofOthers));
      }
    });
    return mails;
  }

  private static boolean isOwnedBy(BillingAccount account, @Nullable Recipient owner) {
    return owner != null && owner.address().equalsIgnoreCase(account.email());
  }

  private MailQueue.Queued toPayer(
      Told told, BillingAccount account, List<WorkspaceId> workspaces) {
    Recipient to = recipients.payer(account, workspaces);
    Mail mail =
        new Mail(
            MailTemplate.LOCKS_OF_ACCOUNT,
            to.address(),
            to.language(),
            Map.of(
                "what", words.word(to.language(), "format.locks." + told.kind()),
                "billing-account", account.username(),
                "workspaces", words.names(to.language(), to.workspaces()),
                "at", words.time(to.language(), told.at(), to.zone())));
    String cause = told.kind() + "/" + workspaces.getFirst() + "/" + told.at();
    return new MailQueue.Queued(mail, cause, to.id());
  }

  private Mail toOwner(Told told, String bufferEnd, Recipient to) {
    Mail mail =
        new Mail(
                told.kind().toOwner,
                to.address(),
                to.language(),
                workspaceValues.of(to.workspaces().getFirst(), to.language()))
            .with("at", words.time(to.language(), told.at(), to.zone()));
    if (told.kind() == Kind.DISSOLVED) {
      // Nobody gets in there any more.
      return mail.with("url", "");
    }
    return bufferEnd.isEmpty()
        ? mail
        : mail.with(
            "buffer-ends-at", words.time(to.language(), Instant.parse(bufferEnd), to.zone()));
  }
}
