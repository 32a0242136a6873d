package io.countinghouse.usage;

import io.countinghouse.kernel.Hour;
import io.countinghouse.site.Site;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;

/** What events of one UTC hour add to a point (SUM items) or reach in it (MAX items). */
record HourPoint(Key key, BigDecimal quantity) {

  /** Which point; ordered by day first, as the days are locked. */
  record Key(TouchedDay day, Item item, String retention, String measure, Hour hour)
      implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::day)
            .thenComparing(Key::item)
            .thenComparing(Key::retention)
            .thenComparing(Key::measure)
            .thenComparing(Key::hour);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * The point an event counts in, with what it brings there.
   *
   * @param at the instant whose hour and billing day it counts in
   */
  static HourPoint of(UsageEvent event, Site site, Instant at) {
    TouchedDay day = new TouchedDay(event.workspace(), site.dayOf(at));
    return new HourPoint(
        new Key(day, event.item(), event.retention(), event.measure(), Hour.containing(at)),
        event.quantity());
  }

  /** This point with what another event brings to it. */
  HourPoint with(HourPoint other) {
    return new HourPoint(
        key,
        switch (key.item().dayValue()) {
          case SUM -> quantity.add(other.quantity);
          case MAX -> quantity.max(other.quantity);
        });
  }
}
