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
 * @param noAnswer why there was none; empty when there was one
 * @param said the beginning of the answer, or what the program said instead
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
    @Nullable NoAnswer noAnswer,
    @Nullable String said,
    String payload) {

  /** Why there was no answer, as stored. */
  public enum NoAnswer {
    /** Its URL or address must not be called. */
    NOT_ALLOWED,
    HOST_UNKNOWN,
    /** Nobody takes connections there. */
    UNREACHABLE,
    /** No secure connection came about; of a certificate, for one. */
    TLS,
    TIMEOUT,
    /** The connection ended before a whole answer, or the answer is no HTTP. */
    BROKEN_OFF
  }

  /** How it stands. */
  public enum State {
    DUE,
    DELIVERED,
    /** Given up, or the endpoint was disabled when it happened; an operator may replay it. */
    FAILED
  }
}
