package awssimulator.queue;

import awssimulator.clock.Deliveries;
import awssimulator.clock.Signals;
import awssimulator.queue.Notification.State;
import awssimulator.queue.QueuedRows.Parcel;
import awssimulator.queue.QueuedRows.Removal;
import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where each message lies that was sent, and which no consumer has deleted yet. Keeps the rows as
 * the queues are, whatever their owner does to them. Thread-safe.
 */
@Component
class Underway implements QueueListener, Deliveries {
  private final Database database;
  private final QueuedRows queued;
  private final Signals signals;
  private final SimulatorSettings settings;
  private final Set<String> undelivered = ConcurrentHashMap.newKeySet();

  /** The queue that each message lies in. */
  private final Map<String, String> onQueue = new ConcurrentHashMap<>();

  private volatile Runnable wakeSender = () -> {};

  Underway(Database database, QueuedRows queued, Signals signals, SimulatorSettings settings) {
    this.database = database;
    this.queued = queued;
    this.signals = signals;
    this.settings = settings;
    undelivered.addAll(database.transact(queued::sentIds));
  }

  /**
   * Counts a message as undelivered before the open transaction commits: an advance must not see a
   * moment in which the row exists unnoticed. A rollback takes it back.
   */
  void expect(String sqsId) {
    undelivered.add(sqsId);
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            if (status == STATUS_ROLLED_BACK) {
              undelivered.remove(sqsId);
            }
          }
        });
  }

  /** What is to be put on the queues, in the order of sending. */
  List<Parcel> parcels() {
    // Under the database's lock, as the removal of what was deleted in the meantime.
    return database.transact(() ->
        queued.parcels().stream().filter(parcel -> !onQueue.containsKey(parcel.sqsId())).toList());
  }

  /** It is about to be put on its queue. */
  void putting(Parcel parcel) {
    onQueue.put(parcel.sqsId(), parcel.queue());
  }

  /** It was not put, so that the next sending puts it. */
  void notPut(Parcel parcel) {
    onQueue.remove(parcel.sqsId());
  }

  /** How to tell the sender, from any thread, that there is something to put. */
  void wakeBy(Runnable wake) {
    wakeSender = wake;
  }

  @Override
  public void added(String queue, String sqsId) {
    if (queue.equals(onQueue.get(sqsId))) {
      return;
    }
    // Not by the sender: moved to the dead letters, or back by its owner.
    boolean dead = settings.allProducts().stream().anyMatch(p -> p.deadLetterQueue().equals(queue));
    boolean alive = settings.allProducts().stream().anyMatch(p -> p.queue().equals(queue));
    if (!dead && !alive) {
      return;
    }
    database.run(() -> {
      if (queued.moved(sqsId, queue, dead ? State.DEAD : State.SENT)) {
        onQueue.put(sqsId, queue);
        if (dead) {
          undelivered.remove(sqsId);
        } else {
          undelivered.add(sqsId);
        }
      }
    });
    signals.changed();
  }

  @Override
  public void removed(String queue, List<String> sqsIds) {
    boolean again =
        database.transact(() -> {
          boolean any = false;
          for (String sqsId : sqsIds) {
            Removal removal = queued.deleted(queue, sqsId);
            if (removal != Removal.ELSEWHERE) {
              onQueue.remove(sqsId);
            }
            if (removal == Removal.DELETED) {
              undelivered.remove(sqsId);
            }
            any |= removal == Removal.COMES_AGAIN;
          }
          return any;
        });
    signals.changed();
    if (again) {
      wakeSender.run();
    }
  }

  @Override
  public Set<String> undelivered() {
    return Set.copyOf(undelivered);
  }
}
