package io.countinghouse.marketplace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the stored messages of an agreement say, in the order of their senders' times, whatever
 * order they arrived in (design, "Agreement").
 *
 * @param periodStartedAt when the present or last period started
 * @param endingSince the first event of the end, while ENDING or ENDED
 */
record Standing(
    AgreementState state,
    @Nullable Instant periodStartedAt,
    @Nullable Instant endingSince,
    @Nullable Instant endedAt) {

  /** A fact with its sender's time. */
  record Dated(Fact fact, Instant sentAt) {}

  private static final Standing START = new Standing(AgreementState.PENDING, null, null, null);

  /**
   * Folds facts into a standing.
   *
   * @param facts by their senders' times, equal times by arrival
   * @param finalWindow how long after the first event of the end AWS takes records
   * @param now the present business time: the window closes by itself
   */
  static Standing of(List<Dated> facts, Duration finalWindow, Instant now) {
    Standing standing = START;
    for (Dated fact : facts) {
      standing = standing.at(fact.sentAt(), finalWindow).after(fact);
    }
    return standing.at(now, finalWindow);
  }

  private Standing at(Instant time, Duration finalWindow) {
    if (state != AgreementState.ENDING || endingSince == null) {
      return this;
    }
    Instant deadline = endingSince.plus(finalWindow);
    return time.isBefore(deadline) ? this : ended(deadline);
  }

  private Standing after(Dated fact) {
    return switch (fact.fact()) {
      case SUBSCRIBED -> subscribed(fact.sentAt());
      case SUBSCRIBE_FAILED ->
          state == AgreementState.PENDING
              ? new Standing(AgreementState.FAILED, null, null, null)
              : this;
      case UNSUBSCRIBE_PENDING -> ending(fact.sentAt());
      case UNSUBSCRIBED -> unsubscribed(fact.sentAt());
      case NOT_SUBSCRIBED -> state == AgreementState.ENDING ? ended(fact.sentAt()) : this;
    };
  }

  /** A new period, unless one is running: it goes on, even if it was about to end. */
  private Standing subscribed(Instant sentAt) {
    Instant running =
        switch (state) {
          case PENDING, FAILED, ENDED -> null;
          case ACTIVE, ENDING, SUCCEEDED -> periodStartedAt;
        };
    return new Standing(AgreementState.ACTIVE, running == null ? sentAt : running, null, null);
  }

  private Standing ending(Instant sentAt) {
    return switch (state) {
      case PENDING, ACTIVE -> new Standing(AgreementState.ENDING, periodStartedAt, sentAt, null);
      case FAILED, ENDING, ENDED, SUCCEEDED -> this;
    };
  }

  private Standing unsubscribed(Instant sentAt) {
    return switch (state) {
      case PENDING, ACTIVE, ENDING -> ended(sentAt);
      case FAILED, ENDED, SUCCEEDED -> this;
    };
  }

  private Standing ended(Instant at) {
    return new Standing(
        AgreementState.ENDED, periodStartedAt, endingSince == null ? at : endingSince, at);
  }
}
