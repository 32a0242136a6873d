package io.countinghouse.notification;

import io.countinghouse.identity.CodePurpose;
import io.countinghouse.identity.CodeRequested;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.PhoneNumber;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mails and texts that carry codes; the code itself is made at sending. */
@Component
class CodeMails {

  private final MailQueue mails;
  private final TextQueue texts;

  CodeMails(MailQueue mails, TextQueue texts) {
    this.mails = mails;
    this.texts = texts;
  }

  @EventListener
  void on(CodeRequested event) {
    switch (event.address()) {
      case EmailAddress address ->
          mails.put(mail(event, address), event.codeId().value(), "address");
      case PhoneNumber phone ->
          texts.put(new Text(event.codeId(), event.purpose(), phone, event.language()));
    }
  }

  private static Mail mail(CodeRequested event, EmailAddress address) {
    return new Mail(
        template(event.purpose()),
        address.value(),
        event.language(),
        Map.of(MailHandler.CODE_ID, event.codeId().value(), "about", event.about()));
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
      case NEW_PHONE -> throw new IllegalArgumentException("a new phone gets its code itself");
    };
  }
}
