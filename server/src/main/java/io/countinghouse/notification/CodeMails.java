package io.countinghouse.notification;

import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.CodeRequested;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails that carry codes; the code itself is made at sending. */
@Component
class CodeMails {

  private final MailQueue queue;

  CodeMails(MailQueue queue) {
    this.queue = queue;
  }

  @EventListener
  void on(CodeRequested event) {
    Mail mail =
        new Mail(
            template(event.purpose()),
            event.address().value(),
            event.language(),
            Map.of(MailHandler.CODE_ID, event.codeId().value(), "about", event.about()));
    queue.put(mail, event.codeId().value(), "address");
  }

  private static MailTemplate template(CodePurpose purpose) {
    return switch (purpose) {
      case REGISTRATION -> MailTemplate.REGISTRATION_CODE;
      case CONSOLE_PASSWORD -> MailTemplate.PASSWORD_CODE;
      case BILLING_PASSWORD -> MailTemplate.BILLING_PASSWORD_CODE;
      case BILLING_ACCOUNT_PROOF -> MailTemplate.BILLING_ACCOUNT_CODE;
      case WORKSPACE_OWNER_PROOF -> MailTemplate.WORKSPACE_OWNER_CODE;
      case WORKSPACE_CREATION -> MailTemplate.WORKSPACE_CREATION_CODE;
      case EMAIL_CHANGE, PHONE_CHANGE -> MailTemplate.CONTACT_CODE;
      case NEW_EMAIL -> MailTemplate.NEW_EMAIL_CODE;
    };
  }
}
