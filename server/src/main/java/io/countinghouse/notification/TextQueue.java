package io.countinghouse.notification;

import io.countinghouse.identity.TextChannel;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import org.springframework.stereotype.Component;

/** Where texts wait to be sent: the outbox, in the transaction of what they are for. */
@Component
class TextQueue implements TextChannel {

  static final String KIND = "notification.text";

  private final Outbox outbox;
  private final BusinessClock clock;
  private final TextSettings settings;

  TextQueue(Outbox outbox, BusinessClock clock, TextSettings settings) {
    this.outbox = outbox;
    this.clock = clock;
    this.settings = settings;
  }

  @Override
  public boolean isOpen() {
    return settings.url() != null;
  }

  void put(Text text) {
    outbox.put(new Work(KIND, text.code().value(), text.payload(), clock.now()));
  }
}
