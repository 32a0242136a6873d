package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Ids;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.notification.Recipients.Recipient;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.settlement.CloudAccountEnding;
import io.countinghouse.settlement.CloudAccountEndingRevoked;
import io.countinghouse.settlement.CloudAccountRemoved;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the mails that tell of the end of a subscription, or that it goes on after all. It may pay
 * for thousands of workspaces: with the end one work row is put, and the mails when that is done.
 */
@Component
class SubscriptionEndMails implements WorkHandler {

  static final String KIND = "notification.subscription-end-mails";

  private static final String TEMPLATE = "template";
  private static final String AGREEMENT = "agreement";
  private static final String PAYER = "payer";
  private static final String AWS_ACCOUNT = "aws-account";
  private static final String AT = "at";
  private static final String WORKSPACES = "workspaces";

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final WorkspaceValues workspaceValues;
  private final Outbox outbox;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  SubscriptionEndMails(
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

  @EventListener
  void on(CloudAccountEnding event) {
    put(
        MailTemplate.CLOUD_ACCOUNT_ENDING,
        event.agreement(),
        event.billingAccount(),
        event.awsAccountId(),
        event.deadline(),
        event.workspaces());
  }

  /** To those who were told that it is ending. */
  @EventListener
  void on(CloudAccountEndingRevoked event) {
    put(
        MailTemplate.CLOUD_ACCOUNT_ENDING_REVOKED,
        event.agreement(),
        event.billingAccount(),
        event.awsAccountId(),
        event.at(),
        event.workspaces());
  }

  @EventListener
  void on(CloudAccountRemoved event) {
    put(
        MailTemplate.CLOUD_ACCOUNT_REMOVED,
        event.agreement(),
        event.billingAccount(),
        event.awsAccountId(),
        event.at(),
        event.workspaces());
  }

  private void put(
      MailTemplate template,
      AgreementId agreement,
      BillingAccountId payer,
      String awsAccount,
      Instant at,
      Collection<WorkspaceId> workspaces) {
    Map<String, String> payload =
        Map.of(
            TEMPLATE, template.id(),
            AGREEMENT, agreement.value(),
            PAYER, payer.value(),
            AWS_ACCOUNT, awsAccount,
            AT, at.toString(),
            WORKSPACES, WorkspaceList.text(workspaces));
    outbox.put(new Work(KIND, Ids.next("many"), payload, clock.now()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Outcome handle(Work work) {
    List<MailQueue.Queued> mails = tx.execute(_ -> mails(work));
    return new Outcome.DoneWith(() -> queue.putAll(mails));
  }

  private List<MailQueue.Queued> mails(Work work) {
    MailTemplate template = MailTemplate.ofId(work.value(TEMPLATE)).orElseThrow();
    BillingAccount payer = recipients.account(new BillingAccountId(work.value(PAYER)));
    List<WorkspaceId> workspaces = WorkspaceList.read(work.value(WORKSPACES));
    List<Recipient> told =
        template == MailTemplate.CLOUD_ACCOUNT_REMOVED
            ? List.of(recipients.payer(payer, workspaces))
            : recipients.ownersAndPayer(workspaces, payer);
    String cause = work.value(AGREEMENT) + "/" + work.value(AT);
    return told.stream()
        .map(to -> new MailQueue.Queued(mail(template, work, to, payer), cause, to.id()))
        .toList();
  }

  private Mail mail(MailTemplate template, Work work, Recipient to, BillingAccount payer) {
    String at = words.time(to.language(), Instant.parse(work.value(AT)), to.zone());
    Map<String, String> values =
        template == MailTemplate.CLOUD_ACCOUNT_REMOVED
            ? Map.of(
                "billing-account", payer.username(),
                "url", workspaceValues.payersLink(to.workspaces()))
            : Map.of("deadline", at, "url", linkOf(to));
    return new Mail(template, to.address(), to.language(), values)
        .with("at", at)
        .with("aws-account", work.value(AWS_ACCOUNT))
        .with("workspaces", words.names(to.language(), to.workspaces()));
  }

  /** A button can lead to one workspace only, and only its owner gets in there. */
  private String linkOf(Recipient to) {
    return to.owner() && to.workspaces().size() == 1
        ? workspaceValues.link(to.workspaces().getFirst().id())
        : "";
  }
}
