package awssimulator.clock;

import awssimulator.settings.SimulatorSettings;
import awssimulator.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Business time. It runs at wall speed from where it was set, also over restarts, and never goes
 * backwards; during an advance it stands still at each stop. In whole milliseconds. Thread-safe.
 */
@Component
public final class BusinessClock implements InstantSource {
  /** Counts more generations than one stop can use up, see {@link #firstGeneration}. */
  private static final long GENERATIONS_A_STOP_MAX = 1_000;

  private final Database database;
  private final InstantSource wall;
  private final long firstGeneration;
  private volatile Reading reading;

  private record Reading(Instant base, long nanosAtBase, boolean frozen) {
    Instant now() {
      Instant now = frozen ? base : base.plusNanos(System.nanoTime() - nanosAtBase);
      return now.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  private record Stored(Instant business, Instant wall, long generation) {}

  /** Takes up the stored time, or begins at the configured or the wall's time. */
  public BusinessClock(Database database, WallClock wall, SimulatorSettings settings) {
    this.database = database;
    this.wall = wall;
    Optional<Stored> stored = database.transact(this::load);
    Instant now = wall.instant();
    if (stored.isPresent()) {
      Stored last = stored.get();
      Duration away = Duration.between(last.wall(), now);
      Instant resumed = away.isNegative() ? last.business() : last.business().plus(away);
      this.firstGeneration = last.generation() + GENERATIONS_A_STOP_MAX;
      this.reading = new Reading(resumed, System.nanoTime(), false);
    } else {
      Instant start = settings.startAt() == null ? now : settings.startAt();
      this.firstGeneration = 1;
      this.reading = new Reading(start, System.nanoTime(), false);
    }
    store(instant(), firstGeneration);
  }

  private Optional<Stored> load() {
    return database
        .sql()
        .sql("SELECT business_time, wall_time, generation FROM clock WHERE id = 1")
        .query((row, _) ->
            new Stored(
                Instant.ofEpochMilli(row.getLong("business_time")),
                Instant.ofEpochMilli(row.getLong("wall_time")),
                row.getLong("generation")))
        .optional();
  }

  private void store(Instant business, long generation) {
    database.run(() ->
        database
            .sql()
            .sql(
                """
                INSERT INTO clock (id, business_time, wall_time, generation)
                VALUES (1, :business, :wall, :generation)
                ON CONFLICT (id) DO UPDATE SET business_time = excluded.business_time,
                  wall_time = excluded.wall_time, generation = excluded.generation
                """)
            .param("business", business.toEpochMilli())
            .param("wall", wall.instant().toEpochMilli())
            .param("generation", generation)
            .update());
  }

  @Override
  public Instant instant() {
    return reading.now();
  }

  /** The first generation of this run: greater than any of an earlier run, also after a crash. */
  long firstGeneration() {
    return firstGeneration;
  }

  /** Stops the time where it is. */
  void freeze() {
    reading = new Reading(instant(), System.nanoTime(), true);
  }

  /** Moves a stopped clock forward; stored before it is seen. */
  void moveTo(Instant stop, long generation) {
    if (stop.isBefore(instant())) {
      throw new IllegalArgumentException("the clock never goes backwards: " + stop);
    }
    store(stop, generation);
    reading = new Reading(stop, System.nanoTime(), true);
  }

  /** Lets the time run on from where it stands. */
  void run(long generation) {
    store(instant(), generation);
    reading = new Reading(instant(), System.nanoTime(), false);
  }
}
