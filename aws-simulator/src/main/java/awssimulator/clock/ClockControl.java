package awssimulator.clock;

import awssimulator.settings.SimulatorSettings;
import awssimulator.settings.SimulatorSettings.ClockSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Moves the business clock forward, from stop to stop. A stop is a moment at which the simulator or
 * a follower has work due; the time stands still there until that work is done, messages on the
 * queues included. Thread-safe; one advance at a time.
 */
@Component
public final class ClockControl {
  private static final Duration LONG_POLL = Duration.ofSeconds(1);

  private final BusinessClock clock;
  private final DueWork ownWork;
  private final Deliveries deliveries;
  private final ClockSettings settings;
  private final ReentrantLock lock;
  private final Condition changed;
  private final Followers followers;
  private long generation;
  private boolean advancing;
  private @Nullable Instant target;

  ClockControl(
      BusinessClock clock,
      DueWork ownWork,
      Deliveries deliveries,
      Signals signals,
      SimulatorSettings settings) {
    this.clock = clock;
    this.ownWork = ownWork;
    this.deliveries = deliveries;
    this.settings = settings.clock();
    this.lock = signals.lock;
    this.changed = signals.changed;
    this.followers = new Followers(settings.clock());
    this.generation = clock.firstGeneration();
  }

  /** The clock now. */
  public ClockState state() {
    lock.lock();
    try {
      return new ClockState(clock.instant(), generation, advancing, target);
    } finally {
      lock.unlock();
    }
  }

  /** Who follows the clock; late are those that an advance under way waits for. */
  public List<FollowerState> followers() {
    lock.lock();
    try {
      return followers.states(generation, clock.instant()).stream()
          .map(f -> advancing ? f : new FollowerState(f.name(), f.reached(), f.nextDue(), false))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a follower's report. Answers at once if the generation is another than the reported one,
   * else when it changes, at the latest after a second.
   */
  public ClockState follow(String name, FollowerReport report) throws InterruptedException {
    lock.lock();
    try {
      followers.report(name, report);
      changed.signalAll();
      try {
        await(LONG_POLL, () -> generation != report.generation());
      } finally {
        followers.answered(name);
      }
      return state();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves the clock forward by that much.
   *
   * @throws ClockRefusal as {@link #advanceTo}
   */
  public ClockState advanceBy(Duration distance) throws InterruptedException {
    begin(null, distance);
    return travel();
  }

  /**
   * Moves the clock to that moment and returns when it is there and all work due is done.
   *
   * @throws ClockRefusal if another advance is under way, the moment lies in the past, or a
   *     follower was late: the clock then stays at the stop it had reached
   */
  public ClockState advanceTo(Instant moment) throws InterruptedException {
    begin(moment, Duration.ZERO);
    return travel();
  }

  private void begin(@Nullable Instant moment, Duration distance) {
    lock.lock();
    try {
      if (advancing) {
        throw new ClockRefusal(
            ClockRefusal.Reason.ADVANCE_IN_PROGRESS, "Another advance is under way to " + target);
      }
      Instant now = clock.instant();
      Instant goal = moment == null ? now.plus(distance) : moment;
      if (goal.isBefore(now)) {
        throw new ClockRefusal(
            ClockRefusal.Reason.BACKWARDS, "The clock is at " + now + " and never goes backwards");
      }
      clock.freeze();
      // Frozen after "now" was read: a distance of zero must not end up in the past.
      target = goal.isBefore(clock.instant()) ? clock.instant() : goal;
      advancing = true;
    } finally {
      lock.unlock();
    }
  }

  private ClockState travel() throws InterruptedException {
    Set<String> stuck = new HashSet<>();
    try {
      Instant goal = goal();
      ownWork.runDue(clock.instant());
      settle(clock.instant(), stuck);
      while (clock.instant().isBefore(goal)) {
        Instant stop = nextStop(goal);
        clock.moveTo(stop, nextGeneration());
        ownWork.runDue(stop);
        settle(stop, stuck);
      }
      return new ClockState(goal, currentGeneration(), false, null);
    } finally {
      end();
    }
  }

  private Instant goal() {
    Instant goal = target;
    if (goal == null) {
      throw new IllegalStateException("no advance has begun");
    }
    return goal;
  }

  private void end() {
    lock.lock();
    try {
      advancing = false;
      target = null;
    } finally {
      lock.unlock();
    }
    clock.run(nextGeneration());
  }

  private Instant nextStop(Instant goal) {
    Instant now = clock.instant();
    Instant stop = goal;
    Optional<Instant> own = ownWork.nextDue().filter(due -> due.isAfter(now));
    if (own.isPresent() && own.get().isBefore(stop)) {
      stop = own.get();
    }
    lock.lock();
    try {
      Optional<Instant> theirs = followers.nextDueAfter(now);
      return theirs.isPresent() && theirs.get().isBefore(stop) ? theirs.get() : stop;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is left to do at the stop: no message undeleted, no follower at work. */
  private void settle(Instant stop, Set<String> stuck) throws InterruptedException {
    boolean settled = false;
    while (!settled) {
      lock.lock();
      try {
        if (!await(settings.deliveryWait(), () -> !followers.anyLives() || !anyNew(stuck))) {
          // What no consumer deletes is waited for once, not again at every stop.
          stuck.addAll(deliveries.undelivered());
        }
        long asked = nextGeneration();
        boolean answered =
            await(settings.followerWait(), () -> followers.allDone(asked, stop) || anyNew(stuck));
        if (!answered) {
          throw new ClockRefusal(
              ClockRefusal.Reason.FOLLOWER_LATE,
              "No report that all work due at %s is done within %s from: %s"
                  .formatted(stop, settings.followerWait(), followers.late(asked, stop)));
        }
        settled = !followers.anyLives() || !anyNew(stuck);
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean anyNew(Set<String> stuck) {
    return !stuck.containsAll(deliveries.undelivered());
  }

  private long nextGeneration() {
    lock.lock();
    try {
      generation++;
      changed.signalAll();
      return generation;
    } finally {
      lock.unlock();
    }
  }

  private long currentGeneration() {
    lock.lock();
    try {
      return generation;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits under the lock until the condition holds; looks again at least every 200 ms, because a
   * follower that falls silent gives no signal.
   */
  private boolean await(Duration longest, BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!holds.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      long ignored = changed.awaitNanos(Math.min(left, Duration.ofMillis(200).toNanos()));
    }
    return true;
  }
}
