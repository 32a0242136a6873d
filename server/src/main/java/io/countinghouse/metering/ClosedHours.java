package io.countinghouse.metering;

import io.countinghouse.outbox.Outbox;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Up to when the hours are done with: the closing readings of all workspaces taken and the records
 * made; within the caller's transaction.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class ClosedHours {

  private final Outbox outbox;

  ClosedHours(Outbox outbox) {
    this.outbox = outbox;
  }

  /** The start of the first hour that is not closed. */
  public Instant until() {
    return outbox.keys(HourCloser.KIND).stream()
        .map(Instant::parse)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
