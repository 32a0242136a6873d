package io.countinghouse.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Takes back the usage event of the same source with another id, whichever of the two comes first.
 * A void cannot be taken back.
 *
 * @param target the id of the event it takes back
 * @param usedAt when the sender took it back
 */
record VoidEvent(UsageEvent.Key key, String target, Instant usedAt) implements ReportedEvent {

  VoidEvent {
    if (target.equals(key.id())) {
      throw new IllegalArgumentException("a void of itself: " + key);
    }
    usedAt = usedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** The key of the event it takes back. */
  UsageEvent.Key targetKey() {
    return new UsageEvent.Key(key.source(), target);
  }
}
