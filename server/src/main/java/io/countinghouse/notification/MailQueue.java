package io.countinghouse.notification;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import org.springframework.stereotype.Component;

/** Where mails wait to be sent: the outbox, in the transaction of what they tell of. */
@Component
class MailQueue {

  static final String KIND = "notification.mail";

  private final Outbox outbox;
  private final BusinessClock clock;

  MailQueue(Outbox outbox, BusinessClock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * @param cause names the event among all of its kind, so that no two events share a mail
   * @param recipient the id of the account it goes to; keeps addresses out of keys
   */
  void put(Mail mail, String cause, String recipient) {
    String key = String.join("/", mail.template().id(), cause, recipient);
    outbox.put(new Work(KIND, key, mail.payload(), clock.now()));
  }
}
