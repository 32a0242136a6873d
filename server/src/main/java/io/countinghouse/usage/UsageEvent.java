package io.countinghouse.usage;

import io.countinghouse.kernel.WorkspaceId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reported usage. Two events are equal when the sender said the same: 1.50 is 1.5, and a time is
 * the same in any zone and beyond the microsecond.
 *
 * @param key who reports, and which of its reports this is
 * @param measure one of the item's; empty for an item without
 * @param retention such as {@code 3d}; empty for an item without
 * @param quantity as reported, never below zero
 * @param usedAt when the customer used it
 */
record UsageEvent(
    Key key,
    WorkspaceId workspace,
    Item item,
    String measure,
    String retention,
    BigDecimal quantity,
    Instant usedAt)
    implements ReportedEvent {

  /** What counts once; ordered as the rows are locked. */
  record Key(String source, String id) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      int bySource = source.compareTo(other.source);
      return bySource == 0 ? id.compareTo(other.id) : bySource;
    }
  }

  UsageEvent {
    if (quantity.signum() < 0) {
      throw new IllegalArgumentException("negative quantity: " + quantity);
    }
    quantity = quantity.stripTrailingZeros();
    usedAt = usedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** The instant it counts at: usage timed in the future counts when it is received. */
  Instant countsAt(Instant receivedAt) {
    return usedAt.isAfter(receivedAt) ? receivedAt : usedAt;
  }
}
