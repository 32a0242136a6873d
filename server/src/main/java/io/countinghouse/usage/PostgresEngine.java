package io.countinghouse.usage;

import io.countinghouse.usage.EventWindows.Entered;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The embedded engine: one transaction a call, a fixed number of statements however many events.
 *
 * <p>Locks are taken in one order: the windows (shared), the keys of new events, rows that voids
 * are about, touched days (the lock between intake and readings), points; within each in the order
 * of their keys. So two intakes, or an intake and a reading, never wait for each other in a circle.
 */
@Component
class PostgresEngine implements UsageEngine {

  private final EventWindows windows;
  private final EventTable events;
  private final SealedKeys sealedKeys;
  private final UsageEffects effects;
  private final WorkspaceSites sites;
  private final TransactionTemplate tx;

  PostgresEngine(
      EventWindows windows,
      EventTable events,
      SealedKeys sealedKeys,
      UsageEffects effects,
      WorkspaceSites sites,
      TransactionTemplate tx) {
    this.windows = windows;
    this.events = events;
    this.sealedKeys = sealedKeys;
    this.effects = effects;
    this.sites = sites;
    this.tx = tx;
  }

  @Override
  public List<Outcome> take(
      List<? extends ReportedEvent> taken, Instant oldest, Instant receivedAt) {
    if (taken.isEmpty()) {
      return List.of();
    }
    Set<String> sources =
        taken.stream().map(event -> event.key().source()).collect(Collectors.toSet());
    Optional<List<Outcome>> outcomes = tx.execute(_ -> tried(taken, sources, oldest, receivedAt));
    while (outcomes.isEmpty()) {
      // A source's first events: its number is committed by itself, so that no other waits for us.
      tx.executeWithoutResult(_ -> windows.number(sources));
      outcomes = tx.execute(_ -> tried(taken, sources, oldest, receivedAt));
    }
    return outcomes.get();
  }

  /** Takes the events; empty, with nothing done, while one of their sources has no number. */
  private Optional<List<Outcome>> tried(
      List<? extends ReportedEvent> taken,
      Set<String> sources,
      Instant oldest,
      Instant receivedAt) {
    Entered entered = windows.enter(sources);
    if (entered.sources().size() < sources.size()) {
      return Optional.empty();
    }
    sealedKeys.learnInBackground(entered.sealed());
    Taking taking = new Taking(events, sealedKeys, effects, sites, entered, oldest, receivedAt);
    return Optional.of(taking.take(taken));
  }
}
