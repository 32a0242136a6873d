package awssimulator.market;

import awssimulator.clock.BusinessClock;
import awssimulator.clock.Signals;
import awssimulator.queue.NotificationSender;
import awssimulator.store.Database;
import java.time.Instant;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * A change to agreements: one transaction with its messages, which are put on the queues after it.
 * What is due by now is done first, so that a change never overtakes it.
 */
@Component
class Changes {
  private final Database database;
  private final DueSteps dueSteps;
  private final NotificationSender sender;
  private final Signals signals;
  private final BusinessClock clock;

  Changes(
      Database database,
      DueSteps dueSteps,
      NotificationSender sender,
      Signals signals,
      BusinessClock clock) {
    this.database = database;
    this.dueSteps = dueSteps;
    this.sender = sender;
    this.signals = signals;
    this.clock = clock;
  }

  /** Runs the work with the moment it happens at. */
  <T> T change(Function<Instant, T> work) {
    T result =
        database.transact(() -> {
          Instant now = clock.instant();
          dueSteps.run(now);
          return work.apply(now);
        });
    sender.send();
    signals.changed();
    return result;
  }
}
