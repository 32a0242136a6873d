package awssimulator.clock;

import awssimulator.settings.SimulatorSettings.ClockSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who follows the clock and how far they are. Guarded by the lock of {@link Signals}. */
final class Followers {
  private final Duration forgottenAfter;
  private final Map<String, Follower> byName = new HashMap<>();

  private static final class Follower {
    private long generation;
    private Instant reached = Instant.MIN;
    private @Nullable Instant nextDue;
    private long heardNanos;
    private int waiting;
  }

  Followers(ClockSettings settings) {
    this.forgottenAfter = settings.followerForgottenAfter();
  }

  void report(String name, FollowerReport report) {
    Follower follower = byName.computeIfAbsent(name, _ -> new Follower());
    follower.generation = report.generation();
    follower.reached = report.reached();
    follower.nextDue = report.nextDue();
    follower.heardNanos = System.nanoTime();
    follower.waiting++;
  }

  /** The follower's long poll is answered. */
  void answered(String name) {
    Follower follower = byName.get(name);
    if (follower != null) {
      follower.waiting--;
      follower.heardNanos = System.nanoTime();
    }
  }

  private Stream<Follower> living() {
    long now = System.nanoTime();
    byName.values().removeIf(f -> f.waiting == 0 && now - f.heardNanos > forgottenAfter.toNanos());
    return byName.values().stream();
  }

  boolean anyLives() {
    return living().findAny().isPresent();
  }

  /** The earliest work of a living follower that is due after that moment. */
  Optional<Instant> nextDueAfter(Instant moment) {
    return living()
        .flatMap(f -> Stream.ofNullable(f.nextDue))
        .filter(due -> due.isAfter(moment))
        .min(Instant::compareTo);
  }

  /** Whether every living follower has done, under that generation, all that is due at the stop. */
  boolean allDone(long generation, Instant stop) {
    return living()
        .allMatch(f ->
            f.generation == generation
                && !f.reached.isBefore(stop)
                && (f.nextDue == null || f.nextDue.isAfter(stop)));
  }

  /** All living followers, by name, and whether they still have to report that stop as done. */
  List<FollowerState> states(long generation, Instant stop) {
    living().forEach(_ -> {});
    return byName.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> {
          Follower f = e.getValue();
          boolean done =
              f.generation == generation
                  && !f.reached.isBefore(stop)
                  && (f.nextDue == null || f.nextDue.isAfter(stop));
          return new FollowerState(e.getKey(), f.reached, f.nextDue, !done);
        })
        .toList();
  }

  /** The names of living followers that are not done. */
  String late(long generation, Instant stop) {
    living().forEach(_ -> {});
    return String.join(
        ", ",
        byName.entrySet().stream()
            .filter(e ->
                e.getValue().generation != generation
                    || e.getValue().reached.isBefore(stop)
                    || (e.getValue().nextDue != null && !e.getValue().nextDue.isAfter(stop)))
            .map(Map.Entry::getKey)
            .sorted()
            .toList());
  }
}
