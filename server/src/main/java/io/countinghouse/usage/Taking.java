package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.usage.EventTable.Place;
import io.countinghouse.usage.EventWindows.Entered;
import io.countinghouse.usage.StoredEvent.Kind;
import io.countinghouse.usage.UsageEngine.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The taking of one call's events, in its transaction.
 *
 * <p>A void that comes first leaves an awaited row under the key of its event, so the two meet on
 * one unique key whichever is first. Voids cost further statements only where there are any.
 */
final class Taking {

  private final EventTable events;
  private final SealedKeys sealedKeys;
  private final UsageEffects effects;
  private final WorkspaceSites sites;
  private final Entered windows;
  private final Instant oldest;
  private final Instant receivedAt;

  /** New to this call, one for each key and young enough. */
  private final Map<UsageEvent.Key, ReportedEvent> candidates = new HashMap<>();

  /** What is stored under a key, as far as we know; of two rows the one that tells more. */
  private final Map<UsageEvent.Key, StoredEvent> stored = new HashMap<>();

  /** Keys whose event this call was the first to bring. */
  private final Set<UsageEvent.Key> fresh = new HashSet<>();

  private final Set<UsageEvent.Key> voidsTooOld = new HashSet<>();
  private Map<WorkspaceId, Site> siteOf = Map.of();

  Taking(
      EventTable events,
      SealedKeys sealedKeys,
      UsageEffects effects,
      WorkspaceSites sites,
      Entered windows,
      Instant oldest,
      Instant receivedAt) {
    this.events = events;
    this.sealedKeys = sealedKeys;
    this.effects = effects;
    this.sites = sites;
    this.windows = windows;
    this.oldest = oldest;
    this.receivedAt = receivedAt;
  }

  List<Outcome> take(List<? extends ReportedEvent> taken) {
    for (ReportedEvent event : taken) {
      if (!event.usedAt().isBefore(oldest)) {
        candidates.putIfAbsent(event.key(), event);
      }
    }
    siteOf = sites.of(workspaces());
    lookBack(taken);
    Map<UsageEvent.Key, StoredEvent> rows = rows();
    Set<UsageEvent.Key> inserted = events.insert(windows, rows);
    if (inserted.size() == taken.size() && !hasVoids(taken)) {
      // The usual case: all of it is usage, and new.
      effects.apply(rows.values(), List.of(), siteOf, receivedAt);
      return taken.stream()
          .map(event -> newOutcome(event, Objects.requireNonNull(rows.get(event.key()))))
          .toList();
    }
    return meetOthers(taken, rows, inserted);
  }

  private static boolean hasVoids(List<? extends ReportedEvent> events) {
    return events.stream().anyMatch(VoidEvent.class::isInstance);
  }

  private List<Outcome> meetOthers(
      List<? extends ReportedEvent> taken,
      Map<UsageEvent.Key, StoredEvent> rows,
      Set<UsageEvent.Key> inserted) {
    List<StoredEvent> added = new ArrayList<>();
    for (UsageEvent.Key key : inserted) {
      StoredEvent row = Objects.requireNonNull(rows.get(key));
      stored.put(key, row);
      if (!row.awaited()) {
        fresh.add(key);
        added.add(row);
      }
    }
    lookAtOthers(taken, inserted);
    effects.apply(added, meetVoids(), siteOf, receivedAt);
    return outcomes(taken);
  }

  private Set<WorkspaceId> workspaces() {
    Set<WorkspaceId> workspaces = new HashSet<>();
    for (ReportedEvent event : candidates.values()) {
      if (event instanceof UsageEvent usage) {
        workspaces.add(usage.workspace());
      }
    }
    return workspaces;
  }

  /**
   * Looks the keys up where nothing is inserted any more; and what voids name, everywhere, because
   * what is too old is not taken back.
   */
  private void lookBack(List<? extends ReportedEvent> taken) {
    List<UsageEvent.Key> keys = new ArrayList<>();
    taken.forEach(event -> keys.add(event.key()));
    keys.addAll(targets(candidates.values()));
    Set<Place> places = new HashSet<>(sealedKeys.mayHold(windows, keys));
    for (ReportedEvent event : candidates.values()) {
      if (event instanceof VoidEvent voiding) {
        places.add(new Place(windows.open(), voiding.targetKey()));
        places.add(new Place(windows.open(), voiding.key()));
      }
    }
    remember(events.find(windows, places));
    for (ReportedEvent event : candidates.values()) {
      if (event instanceof VoidEvent voiding && !isStored(event.key())) {
        @Nullable StoredEvent target = stored.get(voiding.targetKey());
        if (target != null && !target.awaited() && target.countedAt().isBefore(oldest)) {
          voidsTooOld.add(event.key());
        }
      }
    }
    candidates.keySet().removeAll(voidsTooOld);
  }

  private static Set<UsageEvent.Key> targets(Collection<ReportedEvent> events) {
    Set<UsageEvent.Key> targets = new TreeSet<>();
    for (ReportedEvent event : events) {
      if (event instanceof VoidEvent voiding) {
        targets.add(voiding.targetKey());
      }
    }
    return targets;
  }

  private void remember(Collection<StoredEvent> rows) {
    rows.forEach(row -> stored.merge(row.key(), row, StoredEvent::or));
  }

  /** Whether an event was stored under the key before, not only awaited. */
  private boolean isStored(UsageEvent.Key key) {
    @Nullable StoredEvent row = stored.get(key);
    return row != null && !row.awaited();
  }

  /** The rows to insert: new events, and what new voids await. */
  private Map<UsageEvent.Key, StoredEvent> rows() {
    Map<UsageEvent.Key, StoredEvent> rows = HashMap.newHashMap(candidates.size());
    for (ReportedEvent event : candidates.values()) {
      if (!isStored(event.key())) {
        // Known and not stored: awaited, in a window that may be dropped before the event is old.
        rows.put(event.key(), row(event, stored.containsKey(event.key())));
      }
    }
    for (UsageEvent.Key target : targets(candidates.values())) {
      @Nullable StoredEvent known = stored.get(target);
      // Awaited in a window that is dropped sooner than ours, it is awaited in ours too.
      if (!rows.containsKey(target)
          && (known == null || (known.awaited() && known.window() != windows.open()))) {
        rows.put(
            target, new StoredEvent(target, windows.open(), Kind.AWAITED, true, receivedAt, null));
      }
    }
    return rows;
  }

  private StoredEvent row(ReportedEvent event, boolean voided) {
    return switch (event) {
      case VoidEvent voiding ->
          new StoredEvent(
              voiding.key(), windows.open(), Kind.VOID, false, voiding.usedAt(), voiding);
      case UsageEvent usage ->
          new StoredEvent(
              usage.key(), windows.open(), kind(usage), voided, usage.countsAt(receivedAt), usage);
    };
  }

  private Kind kind(UsageEvent usage) {
    return siteOf.containsKey(usage.workspace()) ? Kind.of(usage.item()) : Kind.UNKNOWN;
  }

  /** Learns what is stored under the keys that were not new. */
  private void lookAtOthers(List<? extends ReportedEvent> taken, Set<UsageEvent.Key> inserted) {
    Set<UsageEvent.Key> others = new TreeSet<>(targets(candidates.values()));
    taken.forEach(event -> others.add(event.key()));
    others.removeIf(key -> inserted.contains(key) || isStored(key));
    remember(
        events.find(windows, others.stream().map(key -> new Place(windows.open(), key)).toList()));
  }

  /**
   * Fills in what was awaited and marks what new voids name, all of it locked in one order.
   *
   * @return the rows that counted until now
   */
  private List<StoredEvent> meetVoids() {
    TreeSet<UsageEvent.Key> keys = new TreeSet<>(targets(candidates.values()));
    for (UsageEvent.Key key : candidates.keySet()) {
      if (!fresh.contains(key) && !isStored(key)) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      return List.of();
    }
    List<StoredEvent> locked = events.lock(windows, keys);
    fill(locked);
    Set<UsageEvent.Key> named = namedByNewVoids();
    List<StoredEvent> voided = new ArrayList<>();
    for (StoredEvent row : locked) {
      stored.merge(row.key(), row, StoredEvent::or);
      if (named.contains(row.key()) && row.usage().isPresent() && !row.voided()) {
        voided.add(row);
      }
    }
    if (!voided.isEmpty()) {
      events.markVoided(windows, voided);
    }
    return voided;
  }

  /** An event that came meanwhile has filled its row already: then ours is not the first. */
  private void fill(List<StoredEvent> locked) {
    List<StoredEvent> filled = new ArrayList<>();
    for (StoredEvent row : locked) {
      @Nullable ReportedEvent event = candidates.get(row.key());
      if (row.awaited()
          && row.window() == windows.open()
          && event != null
          && !fresh.contains(row.key())) {
        StoredEvent now = row(event, true);
        filled.add(now);
        fresh.add(row.key());
        stored.put(row.key(), now);
      }
    }
    if (!filled.isEmpty()) {
      events.fill(windows, filled);
      effects.keepUnknown(filled, receivedAt);
    }
  }

  private Set<UsageEvent.Key> namedByNewVoids() {
    List<ReportedEvent> voids = new ArrayList<>();
    for (UsageEvent.Key key : fresh) {
      if (candidates.get(key) instanceof VoidEvent voiding) {
        voids.add(voiding);
      }
    }
    return targets(voids);
  }

  private List<Outcome> outcomes(List<? extends ReportedEvent> taken) {
    Set<UsageEvent.Key> first = new HashSet<>(fresh);
    List<Outcome> outcomes = new ArrayList<>(taken.size());
    for (ReportedEvent event : taken) {
      @Nullable StoredEvent row = stored.get(event.key());
      if (row == null || row.says() == null) {
        outcomes.add(voidsTooOld.contains(event.key()) ? Outcome.VOID_TOO_OLD : Outcome.TOO_OLD);
      } else if (!event.equals(row.says())) {
        outcomes.add(Outcome.ID_REUSED);
      } else {
        outcomes.add(first.remove(event.key()) ? newOutcome(event, row) : Outcome.DUPLICATE);
      }
    }
    return outcomes;
  }

  private Outcome newOutcome(ReportedEvent event, StoredEvent row) {
    return switch (event) {
      case VoidEvent voiding -> {
        @Nullable StoredEvent target = stored.get(voiding.targetKey());
        yield target != null && target.usage().isPresent() ? Outcome.VOIDED : Outcome.VOID_WAITING;
      }
      case UsageEvent _ when row.voided() -> Outcome.TAKEN_BACK;
      case UsageEvent _ -> row.kind() == Kind.UNKNOWN ? Outcome.KEPT : Outcome.COUNTED;
    };
  }
}
