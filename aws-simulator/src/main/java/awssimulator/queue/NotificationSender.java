package awssimulator.queue;

import awssimulator.queue.QueuedRows.Parcel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Puts notifications on the queues after their transaction, in the order of sending. At the start
 * it puts again whatever was not shown deleted: doubled perhaps, lost never. Thread-safe.
 */
@Component
public final class NotificationSender {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);

  /** The queues order by milliseconds of the wall's time. */
  private static final long APART_NANOS = 1_100_000;

  private final Underway underway;
  private final Queues queues;
  private final Set<String> nowhere = new HashSet<>();

  NotificationSender(Underway underway, Queues queues) {
    this.underway = underway;
    this.queues = queues;
    underway.wakeBy(this::sendSoon);
    send();
  }

  /** Puts all rows that are not on a queue yet; call it after the transaction that wrote them. */
  public synchronized void send() {
    for (Parcel parcel : underway.parcels()) {
      putOne(parcel);
    }
  }

  /** For a caller that the queues wait for: it must not wait for them. */
  private void sendSoon() {
    Thread.ofVirtual()
        .name("simulator-send")
        .start(() -> {
          try {
            send();
          } catch (RuntimeException e) {
            LOG.warn("Notifications wait for the next sending or the next start", e);
          }
        });
  }

  private void putOne(Parcel parcel) {
    if (!queues.has(parcel.queue())) {
      if (nowhere.add(parcel.sqsId())) {
        LOG.warn("Notification {} waits: no product has queue {}", parcel.sqsId(), parcel.queue());
      }
      return;
    }
    underway.putting(parcel);
    try {
      queues.put(parcel.queue(), parcel.sqsId(), parcel.body());
    } catch (RuntimeException e) {
      // It may lie there all the same: then it comes twice.
      underway.notPut(parcel);
      throw e;
    }
    LockSupport.parkNanos(APART_NANOS);
  }
}
