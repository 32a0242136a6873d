package io.countinghouse.simulation.plain;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Usage that was accepted.
 *
 * @param retention empty for an item without
 * @param measure empty for an item with only one
 * @param usedAt when it was used, as its sender said
 * @param receivedAt when it came
 */
public record PlainEvent(
    String workspace,
    String item,
    String retention,
    String measure,
    BigDecimal quantity,
    Instant usedAt,
    Instant receivedAt) {

  /** Usage timed in the future counts when it is received. */
  Instant countsAt() {
    return usedAt.isAfter(receivedAt) ? receivedAt : usedAt;
  }
}
