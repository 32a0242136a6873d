package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.time.LocalDate;
import java.util.Comparator;

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

  @Override
  public int compareTo(TouchedDay other) {
    return LOCK_ORDER.compare(this, other);
  }
}
