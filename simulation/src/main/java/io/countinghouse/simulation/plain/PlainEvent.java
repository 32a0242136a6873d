package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Usage that was accepted.
 *
 * @param retention empty for an item without
 * @param measure empty for an item with only one
 * @param usedAt when it was used, as its sender said
 * @param receivedAt when it came
 * @param voidedAt when its sender took it back; empty if it did not
 */
public record PlainEvent(
    String workspace,
    String item,
    String retention,
    String measure,
    BigDecimal quantity,
    Instant usedAt,
    Instant receivedAt,
    @Nullable Instant voidedAt) {

  /** Usage timed in the future counts when it is received. */
  Instant countsAt() {
    return usedAt.isAfter(receivedAt) ? receivedAt : usedAt;
  }

  /**
   * Whether it counts in a reading at an instant. What senders do at that very instant was done
   * before: the server works off what is due after it, such as a message that was delayed.
   */
  boolean countsIn(Instant reading) {
    return !receivedAt.isAfter(reading) && (voidedAt == null || voidedAt.isAfter(reading));
  }

  /** The same, taken back. */
  public PlainEvent voided(Instant at) {
    return new PlainEvent(workspace, item, retention, measure, quantity, usedAt, receivedAt, at);
  }
}
