package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.site.Site;
import io.countinghouse.usage.StoredEvent.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** Brings stored events to where they are counted, and takes them from there again. */
@Component
final class UsageEffects {

  private final PointTable points;
  private final UnknownWorkspaceUsage unknown;
  private final WorkspaceSites sites;

  UsageEffects(PointTable points, UnknownWorkspaceUsage unknown, WorkspaceSites sites) {
    this.points = points;
    this.unknown = unknown;
    this.sites = sites;
  }

  /**
   * Counts new events and takes voided ones back; both touch their days, so that the next reading
   * charges or credits the difference.
   *
   * @param added rows made in this transaction
   * @param voided rows that counted, or were kept, until this transaction
   * @param siteOf the sites of the workspaces of what is added
   */
  void apply(
      Collection<StoredEvent> added,
      Collection<StoredEvent> voided,
      Map<WorkspaceId, Site> siteOf,
      Instant receivedAt) {
    keepUnknown(added, receivedAt);
    Map<HourPoint.Key, HourPoint> collected = new HashMap<>();
    for (StoredEvent row : added) {
      if (!row.voided()) {
        collect(row, siteOf, collected);
      }
    }
    TreeMap<HourPoint.Key, HourPoint> more = new TreeMap<>(collected);
    if (voided.isEmpty()) {
      points.touchAndAdd(days(more.keySet()), more.values());
    } else {
      addAndTakeBack(more, voided);
    }
  }

  /** What a row brings to its point, if it counts. */
  private static void collect(
      StoredEvent row, Map<WorkspaceId, Site> siteOf, Map<HourPoint.Key, HourPoint> to) {
    if (row.kind() != Kind.SUM && row.kind() != Kind.GAUGE) {
      return;
    }
    UsageEvent usage = row.usage().orElseThrow();
    Site site = Objects.requireNonNull(siteOf.get(usage.workspace()), "site");
    HourPoint point = HourPoint.of(usage, site, row.countedAt());
    to.merge(point.key(), point, HourPoint::with);
  }

  /** In the order of their locks; points are ordered by their day first. */
  private static Collection<TouchedDay> days(Collection<HourPoint.Key> points) {
    TreeSet<TouchedDay> days = new TreeSet<>();
    points.forEach(point -> days.add(point.day()));
    return days;
  }

  private void addAndTakeBack(
      SortedMap<HourPoint.Key, HourPoint> more, Collection<StoredEvent> voided) {
    unknown.markVoided(voided.stream().filter(row -> row.kind() == Kind.UNKNOWN).toList());
    Map<WorkspaceId, Site> siteOf = sitesOf(voided);
    TreeMap<HourPoint.Key, HourPoint> less = new TreeMap<>();
    voided.forEach(row -> collect(row, siteOf, less));
    Set<HourPoint.Key> touched = new HashSet<>(more.keySet());
    touched.addAll(less.keySet());
    points.touchAndAdd(days(touched), more.values());
    TreeMap<HourPoint.Key, PointTable.Span> highest = new TreeMap<>();
    for (HourPoint.Key key : less.keySet()) {
      if (key.item().dayValue() == Item.DayValue.MAX) {
        highest.put(key, span(key, Objects.requireNonNull(siteOf.get(key.day().workspace()))));
      }
    }
    less.keySet().removeAll(highest.keySet());
    points.subtract(less.values());
    points.lower(highest);
  }

  private Map<WorkspaceId, Site> sitesOf(Collection<StoredEvent> rows) {
    Set<WorkspaceId> workspaces = new HashSet<>();
    rows.forEach(row -> workspaces.add(row.usage().orElseThrow().workspace()));
    return new HashMap<>(sites.of(workspaces));
  }

  /** The instants of a point: in some zones an hour has parts of two days. */
  private static PointTable.Span span(HourPoint.Key key, Site site) {
    LocalDate day = key.day().day();
    Instant dayStart = site.startOf(day);
    Instant dayEnd = site.startOf(day.plusDays(1));
    Instant start = key.hour().start();
    Instant end = key.hour().end();
    return new PointTable.Span(
        start.isBefore(dayStart) ? dayStart : start, end.isAfter(dayEnd) ? dayEnd : end);
  }

  /** Keeps usage of unknown workspaces where it outlives its window. */
  void keepUnknown(Collection<StoredEvent> rows, Instant receivedAt) {
    List<StoredEvent> kept =
        rows.stream()
            .filter(row -> row.kind() == Kind.UNKNOWN)
            .sorted(Comparator.comparing(StoredEvent::key))
            .toList();
    if (!kept.isEmpty()) {
      unknown.keep(kept, receivedAt);
    }
  }
}
