package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A billing day of a workspace with usage that no reading has counted to its end yet.
 *
 * @param day in the zone of the workspace's site
 */
public record TouchedDay(WorkspaceId workspace, LocalDate day) implements Comparable<TouchedDay> {

  /** The order in which intake and readings take the locks of the rows. */
  private static final Comparator<TouchedDay> LOCK_ORDER =
      Comparator.comparing((TouchedDay it) -> it.workspace().value())
          .thenComparing(TouchedDay::day);

  /** The workspaces of days by their date, in its order; those of one date as the days come. */
  public static SortedMap<LocalDate, List<WorkspaceId>> byDate(Collection<TouchedDay> days) {
    SortedMap<LocalDate, List<WorkspaceId>> byDate = new TreeMap<>();
    for (TouchedDay each : days) {
      byDate.computeIfAbsent(each.day(), _ -> new ArrayList<>()).add(each.workspace());
    }
    return byDate;
  }

  @Override
  public int compareTo(TouchedDay other) {
    return LOCK_ORDER.compare(this, other);
  }
}
