package io.countinghouse.notification;

import io.countinghouse.billing.HighSpend;
import io.countinghouse.notification.Recipients.Recipient;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell owner and administrators of high spending. */
@Component
class SpendMails {

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailTexts texts;
  private final WorkspaceValues workspaceValues;

  SpendMails(
      MailQueue queue, Recipients recipients, MailTexts texts, WorkspaceValues workspaceValues) {
    this.queue = queue;
    this.recipients = recipients;
    this.texts = texts;
    this.workspaceValues = workspaceValues;
  }

  @EventListener
  void on(HighSpend event) {
    for (Recipient to : recipients.thoseWhoSeePlan(event.workspace())) {
      Mail mail =
          new Mail(
                  MailTemplate.HIGH_SPEND,
                  to.address(),
                  to.language(),
                  workspaceValues.of(to.workspaces().getFirst(), to.language()))
              .with("item", texts.text(to.language(), "format.item." + event.item().id(), Map.of()))
              .with("day", event.day().toString())
              .with("spent", WalletMails.amount(event.spent()))
              .with("threshold", WalletMails.amount(event.limit()))
              .with("url", workspaceValues.usageLink(event.workspace()));
      queue.put(mail, event.workspace() + "/" + event.item().id() + "/" + event.day(), to.id());
    }
  }
}
