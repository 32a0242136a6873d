package io.countinghouse.usage;

import java.time.Instant;

/** What a sender reports: usage, or that earlier usage is taken back. */
sealed interface ReportedEvent permits UsageEvent, VoidEvent {

  /** What names it, once within 35 days. */
  UsageEvent.Key key();

  /** The time the sender gave it. */
  Instant usedAt();
}
