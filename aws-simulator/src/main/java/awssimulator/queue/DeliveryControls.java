package awssimulator.queue;

import awssimulator.clock.BusinessClock;
import awssimulator.clock.OwnWork;
import awssimulator.clock.Signals;
import awssimulator.queue.Notification.State;
import awssimulator.queue.NotificationRows.Row;
import awssimulator.queue.QueueRefusal.Reason;
import awssimulator.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * What a tester does to notifications by hand: hold, send in any order, delay, lose, double. Those
 * delayed are sent by the business clock. A notification keeps its message id, its text and the
 * time it was published, whatever is done to it.
 */
@Component
public final class DeliveryControls implements OwnWork {
  private static final int COPIES_MAX = 100;

  private final Database database;
  private final NotificationRows rows;
  private final Notifications notifications;
  private final NotificationSender sender;
  private final BusinessClock clock;
  private final Signals signals;
  private final ApplicationEventPublisher events;

  /** How a notification comes more than once. */
  public enum Twice {
    /** The publisher delivers it again: the same message id in another SQS message. */
    DUPLICATE,
    /** SQS delivers the same SQS message again, after it was deleted. */
    REDELIVER
  }

  /** In which order several are sent. */
  public enum Order {
    /** As they were written. */
    OCCURRED,
    /** The last first. */
    REVERSED,
    /** Any other order, chosen by a seed. */
    SHUFFLED
  }

  DeliveryControls(
      Database database,
      NotificationRows rows,
      Notifications notifications,
      NotificationSender sender,
      BusinessClock clock,
      Signals signals,
      ApplicationEventPublisher events) {
    this.database = database;
    this.rows = rows;
    this.notifications = notifications;
    this.sender = sender;
    this.clock = clock;
    this.signals = signals;
    this.events = events;
  }

  private <T> T change(Supplier<T> work) {
    T result = database.transact(work);
    sender.send();
    signals.changed();
    return result;
  }

  /**
   * The notification with that id.
   *
   * @throws QueueRefusal NOT_FOUND
   */
  public Notification notification(long id) {
    return database.transact(() -> row(id)).notification();
  }

  private Row row(long id) {
    return rows.find(id)
        .orElseThrow(() -> new QueueRefusal(Reason.NOT_FOUND, "There is no notification " + id));
  }

  private Row waiting(long id) {
    Row row = row(id);
    if (!row.notification().waits()) {
      throw new QueueRefusal(
          Reason.CONFLICT,
          "Notification %d is %s: it has left for the queue; a rule catches the next one"
              .formatted(id, row.notification().state()));
    }
    return row;
  }

  /**
   * Keeps a delayed or lost notification until it is sent by hand.
   *
   * @throws QueueRefusal NOT_FOUND, CONFLICT if it was sent
   */
  public Notification hold(long id) {
    return wait(id, State.HELD, null);
  }

  /**
   * Loses a held or delayed notification; it can still be sent.
   *
   * @throws QueueRefusal NOT_FOUND, CONFLICT if it was sent
   */
  public Notification lose(long id) {
    return wait(id, State.LOST, null);
  }

  /**
   * Sends a held, delayed or lost notification when so much business time has passed.
   *
   * @throws QueueRefusal NOT_FOUND, CONFLICT if it was sent, INVALID if the time is not positive
   */
  public Notification delay(long id, Duration by) {
    if (!by.isPositive()) {
      throw new QueueRefusal(Reason.INVALID, "A delay is a positive duration");
    }
    return wait(id, State.DELAYED, by);
  }

  private Notification wait(long id, State state, @Nullable Duration by) {
    return change(() -> {
      waiting(id);
      rows.moved(id, state, by == null ? null : clock.instant().plus(by));
      return row(id).notification();
    });
  }

  /**
   * Sends held, delayed or lost notifications now, in the given order; all of them or none.
   *
   * @throws QueueRefusal NOT_FOUND, CONFLICT if one was sent
   */
  public int send(List<Long> ids) {
    return change(() -> {
      for (long id : ids) {
        send(waiting(id));
      }
      return ids.size();
    });
  }

  /** Sends all held and delayed ones that the filter means; says how many. */
  public int send(NotificationFilter filter, Order order, long seed) {
    return change(() -> {
      List<Row> chosen = new ArrayList<>();
      for (Row row : rows.chosenBy(filter)) {
        State state = row.notification().state();
        if (state == State.HELD || state == State.DELAYED || state == filter.state()) {
          chosen.add(row);
        }
      }
      chosen.removeIf(row -> !row.notification().waits());
      ordered(chosen, order, seed).forEach(this::send);
      return chosen.size();
    });
  }

  /** By a tester's will, now or when he delayed it: its agreement hears of it. */
  private void send(Row row) {
    notifications.send(row);
    events.publishEvent(new SentByHand(row.notification()));
  }

  private static List<Row> ordered(List<Row> chosen, Order order, long seed) {
    return switch (order) {
      case OCCURRED -> chosen;
      case SHUFFLED -> chosen.size() < 2 ? chosen : Shuffle.of(chosen, seed);
      case REVERSED -> {
        Collections.reverse(chosen);
        yield chosen;
      }
    };
  }

  /**
   * Lets a notification that was sent come more often.
   *
   * @param times how many more, 1 to 100
   * @throws QueueRefusal NOT_FOUND, CONFLICT if it was not sent yet, INVALID for another number
   */
  public Notification again(long id, Twice how, int times) {
    if (times < 1 || times > COPIES_MAX) {
      throw new QueueRefusal(Reason.INVALID, "copies is 1 to " + COPIES_MAX);
    }
    return change(() -> {
      Row row = row(id);
      if (row.notification().waits()) {
        throw new QueueRefusal(
            Reason.CONFLICT,
            "Notification %d is %s: send it first".formatted(id, row.notification().state()));
      }
      switch (how) {
        case REDELIVER -> redeliver(row, times);
        case DUPLICATE -> {
          for (int i = 0; i < times; i++) {
            notifications.sendCopy(row);
          }
        }
      }
      return row(id).notification();
    });
  }

  private void redeliver(Row row, int times) {
    if (row.notification().state() == State.DEAD) {
      throw new QueueRefusal(
          Reason.CONFLICT, "Notification %d is a dead letter".formatted(row.id()));
    }
    notifications.sendAgain(row, times);
  }

  @Override
  public Optional<Instant> nextDue() {
    return database.transact(rows::nextDue);
  }

  @Override
  public void runDue(Instant now) {
    int sent =
        database.transact(() -> {
          List<Row> due = rows.dueBy(now);
          due.forEach(this::send);
          return due.size();
        });
    if (sent > 0) {
      sender.send();
      signals.changed();
    }
  }
}
