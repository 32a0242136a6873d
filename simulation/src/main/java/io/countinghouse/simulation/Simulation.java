package io.countinghouse.simulation;

import io.countinghouse.kernel.SqlTime;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A run: days of a world that a seed decides, checked at each day's end. */
final class Simulation {

  /**
   * Neither it nor its complement leads from one seed of a run to another, see {@link SeededIds}.
   */
  private static final long OF_THE_START = 0x5DEECE66DL;

  private static final Instant START = Instant.parse("2026-05-12T12:00:00Z");
  private static final Duration CHECKED_AFTER_MIDNIGHT = Duration.ofMinutes(10);
  private static final Duration EVENING = Duration.ofMinutes(22 * 60 + 30);
  private static final int CALM_EVENINGS_PER_THOUSAND = 700;
  private static final int PIECES_OF_WORK_MAX = 20_000;
  private static final int PROBLEMS_SHOWN = 20;

  private final Plan plan;
  private final World world;
  private final Hours hours;
  private final Chance chance;
  private final List<Check> checks;
  private final List<Long> midnights = new ArrayList<>();
  private int daysChecked;

  /**
   * What to run.
   *
   * @param replaced classes that stand in for those of the server's beans, by the beans' names
   * @param out where every step is printed; empty: nowhere
   */
  record Plan(
      int days,
      long seed,
      Profile profile,
      Map<String, Class<?>> replaced,
      @Nullable PrintStream out) {

    /** The usual world. */
    static Plan of(int days, long seed, @Nullable PrintStream out) {
      return new Plan(days, seed, Profile.usual(), Map.of(), out);
    }
  }

  /**
   * What came of a run.
   *
   * @param daysChecked how many days' ends were checked
   * @param reached how often the server came to what matters, by words for it
   * @param problems what did not hold, nothing if all did
   * @param last the steps before the end
   * @param digest the same for two runs only if they went the same way
   * @param midnights the digest as it was at each midnight
   */
  record Result(
      long seed,
      int daysChecked,
      long steps,
      int events,
      int crashes,
      SortedMap<String, Long> reached,
      List<String> problems,
      List<String> last,
      long digest,
      List<Long> midnights) {}

  private Simulation(Plan plan, World world) {
    this.plan = plan;
    this.world = world;
    this.hours = new Hours(world);
    this.chance = world.chance("days");
    this.checks =
        List.of(
            new BooksCheck(world),
            new ChargesCheck(world),
            new BillCheck(world),
            new LocksCheck(world),
            new RecordsCheck(world),
            new DifferencesCheck(world),
            new WalletsCheck(world),
            new ArrearsCheck(world));
  }

  /** Runs a plan to its end, or to the first day's end at which something does not hold. */
  static Result run(Plan plan) {
    // The start writes too: the run below must not give out the same ids again, to anybody.
    SeededIds.open(plan.seed() ^ OF_THE_START);
    CrashPoints crashes = new CrashPoints();
    Trace trace = new Trace(plan.out());
    Store store = Store.fresh();
    try (Market market = Market.start(START);
        Node node = new Node(market, store, crashes, plan.replaced(), START, plan.seed())) {
      SeededIds.begin(plan.seed());
      World world =
          new World(plan.seed(), plan.profile(), market, node, store, crashes, trace, START);
      Simulation simulation = new Simulation(plan, world);
      List<String> problems = new ArrayList<>();
      try {
        market.travel(simulation.begin(), simulation.end(), simulation::work);
      } catch (Violation violation) {
        problems.addAll(String.valueOf(violation.getMessage()).lines().toList());
      }
      return new Result(
          plan.seed(),
          simulation.daysChecked,
          trace.steps(),
          world.events().size(),
          crashes.crashes(),
          Reached.in(world.rows()),
          problems,
          trace.last(),
          trace.digest(),
          List.copyOf(simulation.midnights));
    }
  }

  private Instant end() {
    return START
        .truncatedTo(ChronoUnit.DAYS)
        .plus(Duration.ofDays(plan.days()))
        .plus(CHECKED_AFTER_MIDNIGHT);
  }

  private Instant begin() {
    Instant first = START.plus(Duration.ofHours(1));
    world.agenda().put(first, this::hour);
    return first;
  }

  private void hour() {
    Instant now = world.now();
    int hour = now.atZone(ZoneOffset.UTC).getHour();
    boolean lastDay = !now.isBefore(end().minus(Duration.ofHours(24)));
    if (hour == 22 && (lastDay || chance.hits(CALM_EVENINGS_PER_THOUSAND))) {
      world.agenda().put(now.truncatedTo(ChronoUnit.DAYS).plus(EVENING), this::evening);
    }
    if (hour == 0) {
      midnights.add(world.trace().digest());
      world.agenda().put(now.plus(CHECKED_AFTER_MIDNIGHT), this::dayEnds);
    }
    hours.plan(hour, lastDay);
    world.agenda().put(now.plus(Duration.ofHours(1)), this::hour);
  }

  private void evening() {
    hours.clearUp();
  }

  private void dayEnds() {
    world.later(Duration.ZERO, this::check);
  }

  private void check() {
    if (!world.serverUp()) {
      world.note("the server is down: nothing is checked");
      return;
    }
    settle();
    boolean whole = !world.now().isBefore(end());
    List<String> problems = new ArrayList<>();
    for (Check check : checks) {
      check.problems(world.calm(), whole).stream()
          .map(problem -> check.getClass().getSimpleName() + ": " + problem)
          .forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new Violation(
          String.join("\n", problems.subList(0, Math.min(PROBLEMS_SHOWN, problems.size()))));
    }
    daysChecked++;
    world.calm(false);
    world.note("day " + daysChecked + " holds");
  }

  /** What is due now, of everybody. */
  private @Nullable Instant work(Instant now) {
    world.now(now);
    boolean more = true;
    while (more) {
      more = world.agenda().run(now);
      settle();
    }
    return nextOf(world.agenda().next(), world.serverUp() ? nextWork() : null);
  }

  private static @Nullable Instant nextOf(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private boolean anyWork() {
    Instant next = nextWork();
    return next != null && !next.isAfter(world.now());
  }

  /** When the server's next work is due, in whole milliseconds, as the market's clock stands. */
  private @Nullable Instant nextWork() {
    return world
        .rows()
        .sql("SELECT min(due_at) AS due FROM outbox.work WHERE state = 'DUE'")
        .query((rs, _) -> SqlTime.optional(rs, "due"))
        .single()
        .map(due -> {
          Instant millis = due.truncatedTo(ChronoUnit.MILLIS);
          return millis.equals(due) ? millis : millis.plusMillis(1);
        })
        .orElse(null);
  }

  /** The server reads its queues and does all that is due, dying on the way perhaps. */
  private void settle() {
    if (!world.serverUp()) {
      return;
    }
    if (world.queuesHold()) {
      world.node().readQueues();
    }
    int pieces = 0;
    boolean more = anyWork();
    while (more) {
      try {
        more = world.node().runOne() && anyWork();
      } catch (SimulatedCrash crash) {
        world.died(crash);
      }
      if (++pieces > PIECES_OF_WORK_MAX) {
        throw new Violation("the server's work does not end");
      }
    }
  }
}
