package io.countinghouse.notification;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.notification.Recipients.Recipient;
import io.countinghouse.settlement.CloudAccountReleased;
import io.countinghouse.settlement.IntendedBindingDropped;
import io.countinghouse.settlement.IntendedBindingOvertaken;
import io.countinghouse.settlement.IntendedBindingStarted;
import io.countinghouse.settlement.MethodChosen;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.SetUpCompleted;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell how workspaces are settled. */
@Component
class SettlementMails {

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final WorkspaceValues workspaceValues;

  SettlementMails(
      MailQueue queue, Recipients recipients, MailWords words, WorkspaceValues workspaceValues) {
    this.queue = queue;
    this.recipients = recipients;
    this.words = words;
    this.workspaceValues = workspaceValues;
  }

  @EventListener
  void on(SetUpCompleted event) {
    MailTemplate template =
        event.active() ? MailTemplate.SET_UP_COMPLETED : MailTemplate.SET_UP_WAITING;
    BillingAccount payer = recipients.account(event.billingAccount());
    putForWorkspace(template, event.workspace(), payer, event.agreement().value());
  }

  @EventListener
  void on(IntendedBindingStarted event) {
    BillingAccount payer = recipients.account(event.billingAccount());
    putForWorkspace(
        MailTemplate.SUBSCRIPTION_CONFIRMED,
        event.workspace(),
        payer,
        event.agreement() + "/" + event.at());
  }

  @EventListener
  void on(IntendedBindingDropped event) {
    BillingAccount payer = recipients.account(event.billingAccount());
    putForWorkspace(
        MailTemplate.BINDING_DROPPED,
        event.workspace(),
        payer,
        event.agreement() + "/" + event.at());
  }

  @EventListener
  void on(IntendedBindingOvertaken event) {
    BillingAccount payer = recipients.account(event.billingAccount());
    putForWorkspace(
        MailTemplate.BINDING_OVERTAKEN,
        event.workspace(),
        payer,
        event.agreement() + "/" + event.at());
  }

  @EventListener
  void on(MethodChosen event) {
    BillingAccount payer = recipients.account(event.payer().billingAccount());
    String method =
        switch (event.payer()) {
          case Payer.CloudAccount _ -> "format.method.AWS";
          case Payer.BillingCenter _ -> "format.method.BILLING_CENTER";
        };
    for (Recipient to : recipients.ownersAndPayer(List.of(event.workspace()), payer)) {
      Mail mail =
          mailOfWorkspace(MailTemplate.METHOD_CHOSEN, to, payer)
              .with("method", words.word(to.language(), method))
              .with("aws-account", event.awsAccountId())
              .with("at", words.time(to.language(), event.at(), to.zone()));
      queue.put(mail, event.workspace() + "/" + event.at(), to.id());
    }
  }

  /** Who was to pay for a workspace is told with it; without any, of the cloud account. */
  @EventListener
  void on(CloudAccountReleased event) {
    if (!event.dropped().isEmpty()) {
      return;
    }
    BillingAccount payer = recipients.account(event.billingAccount());
    Recipient to = recipients.payer(payer, event.dropped());
    Mail mail =
        new Mail(
            MailTemplate.CLOUD_ACCOUNT_RELEASED,
            to.address(),
            to.language(),
            Map.of(
                "billing-account", payer.username(),
                "aws-account", event.awsAccountId(),
                "at", words.time(to.language(), event.at(), to.zone())));
    queue.put(mail, event.agreement() + "/" + event.at(), to.id());
  }

  private void putForWorkspace(
      MailTemplate template, WorkspaceId workspace, BillingAccount payer, String cause) {
    for (Recipient to : recipients.ownersAndPayer(List.of(workspace), payer)) {
      queue.put(mailOfWorkspace(template, to, payer), workspace + "/" + cause, to.id());
    }
  }

  private Mail mailOfWorkspace(MailTemplate template, Recipient to, BillingAccount payer) {
    Mail mail =
        new Mail(
                template,
                to.address(),
                to.language(),
                workspaceValues.of(to.workspaces().getFirst(), to.language()))
            .with("billing-account", payer.username());
    return to.owner() ? mail : mail.with("url", workspaceValues.payersLink(to.workspaces()));
  }
}
