package io.countinghouse.notification;

import io.countinghouse.settlement.SetUpBrokenOff;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Puts the mail that reminds of a set-up that is not done; its link is made at sending. */
@Component
class SetUpMails {

  private final MailQueue queue;

  SetUpMails(MailQueue queue) {
    this.queue = queue;
  }

  @EventListener
  void on(SetUpBrokenOff event) {
    Mail mail =
        new Mail(
            MailTemplate.SET_UP_REMINDER,
            event.email().value(),
            event.language(),
            Map.of(MailHandler.SET_UP_ID, event.agreement().value()));
    queue.put(mail, event.agreement().value(), "customer");
  }
}
