package io.countinghouse.notification;

import io.countinghouse.billing.HighSpend;
import io.countinghouse.notification.Recipients.Recipient;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that tell owner and administrators of high spending. */
@Component
class SpendMails {

  private final MailQueue queue;
  private final Recipients recipients;
  private final MailWords words;
  private final WorkspaceValues workspaceValues;

  SpendMails(
      MailQueue queue, Recipients recipients, MailWords words, WorkspaceValues workspaceValues) {
    this.queue = queue;
    this.recipients = recipients;
    this.words = words;
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
              .with("item", words.word(to.language(), "format.item." + event.item().id()))
              .with("day", words.day(to.language(), event.day()))
              .with("spent", to.language().money(event.spent()))
              .with("threshold", to.language().money(event.limit()))
              .with("url", workspaceValues.usageLink(event.workspace()));
      queue.put(mail, event.workspace() + "/" + event.item().id() + "/" + event.day(), to.id());
    }
  }
}
