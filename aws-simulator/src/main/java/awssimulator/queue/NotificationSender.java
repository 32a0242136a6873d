package awssimulator.queue;

import awssimulator.queue.Notifications.Parcel;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Puts notifications on the queues after their transaction. At the start it puts again whatever was
 * not shown deleted: doubled perhaps, lost never. Thread-safe.
 */
@Component
public final class NotificationSender {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationSender.class);

  private final Notifications notifications;
  private final QueueServer queues;
  private final Set<String> put = new HashSet<>();

  NotificationSender(Notifications notifications, QueueServer queues) {
    this.notifications = notifications;
    this.queues = queues;
    send();
  }

  /** Puts all rows that are not on a queue yet; call it after the transaction that wrote them. */
  public synchronized void send() {
    for (Parcel parcel : notifications.parcels()) {
      if (!put.contains(parcel.sqsId())) {
        putOne(parcel);
      }
    }
  }

  private void putOne(Parcel parcel) {
    if (!queues.has(parcel.queue())) {
      LOG.warn("Notification {} waits: no product has queue {}", parcel.sqsId(), parcel.queue());
      return;
    }
    queues.put(parcel.queue(), parcel.sqsId(), parcel.body());
    put.add(parcel.sqsId());
  }
}
