package io.countinghouse.locking;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.LockStates;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reminds of locks and clears what the buffer of is over. What is due is found in {@code
 * locking.lock} at the time the work is done; the work row only wakes us, one for all locks that
 * began at one instant. After a pause of any length the owner is reminded once, of what is left, or
 * the workspace is cleared.
 */
@Component
class DueLocks implements WorkHandler, ApplicationRunner {

  static final String KIND = "locking.due";

  private static final int LOCKS_PER_TRANSACTION = 1000;

  private final LockTable table;
  private final Workspaces workspaces;
  private final LockStates states;
  private final LockingSettings settings;
  private final Outbox outbox;
  private final AuditTrail audit;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  DueLocks(
      LockTable table,
      Workspaces workspaces,
      LockStates states,
      LockingSettings settings,
      Outbox outbox,
      AuditTrail audit,
      ApplicationEventPublisher events,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.table = table;
    this.workspaces = workspaces;
    this.states = states;
    this.settings = settings;
    this.outbox = outbox;
    this.audit = audit;
    this.events = events;
    this.tx = tx;
    this.clock = clock;
  }

  /** Wakes for every lock that is in its buffer: a setting may have changed, or a row be gone. */
  @Override
  public void run(ApplicationArguments args) {
    tx.executeWithoutResult(_ -> table.beginnings().forEach(this::schedule));
  }

  /** Sees to it that we wake when the next thing is due for the locks that began at an instant. */
  void schedule(Instant startedAt) {
    table
        .nextDue(startedAt, settings.reminders())
        .ifPresent(due -> outbox.put(Work.of(KIND, startedAt.toString(), due)));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Outcome handle(Work work) {
    Instant startedAt = Instant.parse(work.key());
    boolean more = true;
    while (more) {
      more = Boolean.TRUE.equals(tx.execute(_ -> doSome(startedAt)));
    }
    Optional<Instant> next = tx.execute(_ -> table.nextDue(startedAt, settings.reminders()));
    return next.<Outcome>map(Outcome.Again::new).orElseGet(Outcome.Done::new);
  }

  /**
   * @return whether there may be more to do
   */
  private boolean doSome(Instant startedAt) {
    Instant now = clock.now();
    List<WorkspaceId> due = table.due(startedAt, settings.reminders(), now, LOCKS_PER_TRANSACTION);
    if (due.isEmpty()) {
      return false;
    }
    workspaces.hold(due);
    List<WorkspaceId> over = new ArrayList<>();
    List<LockEvent> happened = new ArrayList<>();
    List<WorkspaceId> reminded = new ArrayList<>();
    // Read again now that nobody else can change them.
    for (Lock lock : table.inBuffer(due)) {
      if (lock.isFull(now)) {
        over.add(lock.workspace());
        happened.add(lock.clearedNow(now));
      } else if (lock.isReminderDue(settings.reminders(), now)) {
        reminded.add(lock.workspace());
        happened.add(
            new LockReminder(
                lock.workspace(), lock.billingAccount(), lock.cause(), now, lock.bufferEndsAt()));
      }
    }
    table.remind(reminded, now);
    clear(over, now);
    if (!happened.isEmpty()) {
      events.publishEvent(new LockEvents(happened));
    }
    return due.size() == LOCKS_PER_TRANSACTION;
  }

  /** Clears workspaces, held by the caller, whose buffer is over. */
  void clear(List<WorkspaceId> over, Instant now) {
    if (over.isEmpty()) {
      return;
    }
    table.clear(over, now);
    states.move(over, LockState.LOCKED, LockState.CLEARED);
    Map<String, Map<String, String>> details = new LinkedHashMap<>();
    over.forEach(id -> details.put(id.value(), Map.of()));
    audit.recordEach(Actor.SYSTEM, "workspace.cleared", details);
  }
}
