package io.countinghouse.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event to one endpoint, with its last try.
 *
 * @param dueAt when it is tried next; empty unless it is due
 * @param attempts how often it was tried, replays included
 * @param triedAt when it was tried last; empty before the first try
 * @param status the answer's; empty when there was none
 * @param said the beginning of the answer, or why there was none
 */
public record WebhookDelivery(
    long id,
    String eventId,
    String type,
    String subject,
    Instant happenedAt,
    State state,
    @Nullable Instant dueAt,
    int attempts,
    @Nullable Instant triedAt,
    @Nullable Integer status,
    @Nullable String said,
    String payload) {

  /** How it stands. */
  public enum State {
    DUE,
    DELIVERED,
    /** Given up; an operator may replay it. */
    FAILED
  }
}
