package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.locking.LockEvent;
import io.countinghouse.locking.LockEvents;
import io.countinghouse.notification.LockNews.Told;
import io.countinghouse.notification.Recipients.Recipient;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.site.Brand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
 * account one of each kind and cause for all its workspaces, but those whose owner has the same
 * address. Of locks by the end of a subscription it is told with that end.
 *
 * <p>With what happened one work row is put, however many workspaces it happened to; the mails are
 * put when it is done.
 */
@Component
class LockMails implements WorkHandler {

  static final String KIND = "notification.lock-mails";

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final WorkspaceValues workspaceValues;
  private final Brand brand;
  private final Outbox outbox;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  LockMails(
      MailQueue queue,
      Recipients recipients,
      MailWords words,
      WorkspaceValues workspaceValues,
      Brand brand,
      Outbox outbox,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.queue = queue;
    this.recipients = recipients;
    this.words = words;
    this.workspaceValues = workspaceValues;
    this.brand = brand;
    this.outbox = outbox;
    this.tx = tx;
    this.clock = clock;
  }

  @EventListener
  void on(LockEvents happened) {
    Map<LockNews, List<WorkspaceId>> groups = new HashMap<>();
    for (LockEvent event : happened.events()) {
      groups.computeIfAbsent(LockNews.of(event), _ -> new ArrayList<>()).add(event.workspace());
    }
    Map<String, String> payload = new HashMap<>();
    groups.forEach((news, workspaces) -> payload.put(news.text(), WorkspaceList.text(workspaces)));
    outbox.put(new Work(KIND, Ids.next("many"), payload, clock.now()));
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
          LockNews news = LockNews.read(text);
          Map<WorkspaceId, String> bufferEnds =
              happened.computeIfAbsent(news.told(), _ -> new LinkedHashMap<>());
          WorkspaceList.read(workspaces).forEach(id -> bufferEnds.put(id, news.bufferEnd()));
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
      Map<WorkspaceId, String> ofOthers = new LinkedHashMap<>(bufferEnds);
      ofOthers.keySet().removeIf(it -> isOwnedBy(payer, owners.get(it)));
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
      Told told, BillingAccount account, Map<WorkspaceId, String> bufferEnds) {
    Recipient to = recipients.payer(account, bufferEnds.keySet());
    String firstEnd =
        bufferEnds.values().stream()
            .filter(end -> !end.isEmpty())
            .map(Instant::parse)
            .min(Comparator.naturalOrder())
            .map(end -> words.time(to.language(), end, to.zone()))
            .orElse("");
    Mail mail =
        new Mail(
            MailTemplate.LOCKS_OF_ACCOUNT,
            to.address(),
            to.language(),
            Map.of(
                "what",
                words.word(to.language(), "format.locks." + told.kind()),
                "billing-account",
                account.username(),
                "workspaces",
                words.names(to.language(), to.workspaces()),
                "at",
                words.time(to.language(), told.at(), to.zone()),
                "first-buffer-end",
                firstEnd,
                "url",
                remedyOf(told, to),
                MailTexts.CAUSE,
                told.causeName()));
    String first = bufferEnds.keySet().iterator().next().value();
    String cause = told.kind() + "/" + first + "/" + told.at();
    return new MailQueue.Queued(mail, cause, to.id());
  }

  /** Where a payer does something about a lock. */
  private String remedyOf(Told told, Recipient to) {
    return switch (told.cause()) {
      case ARREARS -> brand.link("/billing/wallet");
      case SUBSCRIPTION_ENDED -> workspaceValues.payersLink(to.workspaces());
      case null -> workspaceValues.payersLink(to.workspaces());
    };
  }

  private Mail toOwner(Told told, String bufferEnd, Recipient to) {
    Mail mail =
        new Mail(
                told.kind().toOwner(),
                to.address(),
                to.language(),
                workspaceValues.of(to.workspaces().getFirst(), to.language()))
            .with("at", words.time(to.language(), told.at(), to.zone()))
            .with(MailTexts.CAUSE, told.causeName());
    if (told.kind() == LockNews.Kind.DISSOLVED) {
      // Nobody gets in there any more.
      return mail.with("url", "");
    }
    return bufferEnd.isEmpty()
        ? mail
        : mail.with(
            "buffer-ends-at", words.time(to.language(), Instant.parse(bufferEnd), to.zone()));
  }
}
