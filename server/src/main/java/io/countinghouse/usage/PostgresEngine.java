package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The embedded engine: one transaction a request, a fixed number of statements however many events.
 *
 * <p>All rows are written in the order of their keys: events, then touched days (the lock between
 * intake and readings), then points. So two intakes, or an intake and a reading, never wait for
 * each other in a circle.
 */
@Component
class PostgresEngine implements UsageEngine {

  private final EventTable events;
  private final PointTable points;
  private final WorkspaceSites sites;

  PostgresEngine(EventTable events, PointTable points, WorkspaceSites sites) {
    this.events = events;
    this.points = points;
    this.sites = sites;
  }

  @Override
  @Transactional
  public List<Outcome> take(List<UsageEvent> taken, Instant oldest, Instant receivedAt) {
    TreeMap<UsageEvent.Key, UsageEvent> candidates = new TreeMap<>();
    for (UsageEvent event : taken) {
      if (!event.usedAt().isBefore(oldest)) {
        candidates.putIfAbsent(event.key(), event);
      }
    }
    Map<WorkspaceId, Site> siteOf =
        sites.of(candidates.values().stream().map(UsageEvent::workspace).distinct().toList());
    Set<UsageEvent.Key> inserted = events.insert(candidates.values(), siteOf.keySet(), receivedAt);
    points.add(points(candidates, inserted, siteOf, receivedAt));
    return outcomes(taken, stored(taken, candidates, inserted), inserted, siteOf.keySet());
  }

  /** What the new events add to or reach in the points, in the order of the points' keys. */
  private static Collection<HourPoint> points(
      Map<UsageEvent.Key, UsageEvent> candidates,
      Set<UsageEvent.Key> inserted,
      Map<WorkspaceId, Site> siteOf,
      Instant receivedAt) {
    TreeMap<HourPoint.Key, HourPoint> points = new TreeMap<>();
    for (UsageEvent event : candidates.values()) {
      Site site = siteOf.get(event.workspace());
      if (site != null && inserted.contains(event.key())) {
        HourPoint point = HourPoint.of(event, site, receivedAt);
        points.merge(point.key(), point, HourPoint::with);
      }
    }
    return points.values();
  }

  /** What is now stored under each key, as far as it is. */
  private Map<UsageEvent.Key, UsageEvent> stored(
      List<UsageEvent> taken,
      Map<UsageEvent.Key, UsageEvent> candidates,
      Set<UsageEvent.Key> inserted) {
    Map<UsageEvent.Key, UsageEvent> stored = new HashMap<>(candidates);
    stored.keySet().retainAll(inserted);
    Set<UsageEvent.Key> others = new HashSet<>();
    for (UsageEvent event : taken) {
      if (!inserted.contains(event.key())) {
        others.add(event.key());
      }
    }
    if (!others.isEmpty()) {
      events.find(others).forEach(event -> stored.put(event.key(), event));
    }
    return stored;
  }

  private static List<Outcome> outcomes(
      List<UsageEvent> taken,
      Map<UsageEvent.Key, UsageEvent> stored,
      Set<UsageEvent.Key> inserted,
      Set<WorkspaceId> known) {
    Set<UsageEvent.Key> fresh = new HashSet<>(inserted);
    List<Outcome> outcomes = new ArrayList<>(taken.size());
    for (UsageEvent event : taken) {
      UsageEvent kept = stored.get(event.key());
      if (kept == null) {
        outcomes.add(Outcome.TOO_OLD);
      } else if (!kept.equals(event)) {
        outcomes.add(Outcome.ID_REUSED);
      } else if (fresh.remove(event.key())) {
        outcomes.add(known.contains(event.workspace()) ? Outcome.COUNTED : Outcome.KEPT);
      } else {
        outcomes.add(Outcome.DUPLICATE);
      }
    }
    return outcomes;
  }
}
