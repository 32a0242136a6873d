package io.countinghouse.notification;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
   * A mail and its place in the queue.
   *
   * @param cause names the event among all of its kind, so that no two events share a mail
   * @param recipient the id of the account it goes to; keeps addresses out of keys
   */
  record Queued(Mail mail, String cause, String recipient) {}

  /** Puts one mail; see {@link Queued}. */
  void put(Mail mail, String cause, String recipient) {
    putAll(List.of(new Queued(mail, cause, recipient)));
  }

  /** Puts many mails at once, each of another cause, template or recipient. */
  void putAll(Collection<Queued> mails) {
    Instant now = clock.now();
    outbox.putAll(
        mails.stream()
            .map(queued -> new Work(KIND, key(queued), queued.mail().payload(), now))
            .toList());
  }

  private static String key(Queued queued) {
    return String.join("/", queued.mail().template().id(), queued.cause(), queued.recipient());
  }
}
