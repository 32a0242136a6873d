package io.countinghouse.marketplace;

import io.countinghouse.marketplace.NotificationReader.Details;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the stored messages of an agreement say, in the order of their senders' times, whatever
 * order they arrived in (design, "Agreement").
 *
 * @param awsAgreementId AWS's id of the present agreement, of those that the licence had
 * @param periodStartedAt when the present or last period started
 * @param endingSince the first event of the end, while ENDING or ENDED
 * @param nextChange when it changes by itself: a window closes, an agreement starts
 */
record Standing(
    AgreementState state,
    @Nullable String awsAgreementId,
    @Nullable Instant periodStartedAt,
    @Nullable Instant endingSince,
    @Nullable Instant endedAt,
    @Nullable Instant nextChange) {

  /** A fact with its sender's time; the agreement id as far as AWS named one. */
  record Dated(Fact fact, Instant sentAt, @Nullable String awsAgreementId, Details details) {}

  private static final Standing START =
      new Standing(AgreementState.PENDING, null, null, null, null, null);

  /**
   * Folds facts into a standing.
   *
   * @param facts by their senders' times, equal times by arrival; see {@link Timeline}
   * @param finalWindow how long after the first event of the end AWS takes records
   * @param now the present business time: windows close and agreements start by themselves
   */
  static Standing of(List<Dated> facts, Duration finalWindow, Instant now) {
    Timeline timeline = Timeline.of(facts);
    Standing standing = START;
    for (Timeline.Entry entry : timeline.until(now)) {
      standing = standing.at(entry.at(), finalWindow).after(entry, timeline);
    }
    standing = standing.at(now, finalWindow);
    Optional<Instant> deadline =
        standing.state == AgreementState.ENDING
            ? Optional.ofNullable(standing.endingSince).map(since -> since.plus(finalWindow))
            : Optional.empty();
    Instant next =
        Stream.concat(deadline.stream(), timeline.nextAfter(now).stream())
            .min(Instant::compareTo)
            .orElse(null);
    return standing.changingAt(next);
  }

  private Standing at(Instant time, Duration finalWindow) {
    if (state != AgreementState.ENDING || endingSince == null) {
      return this;
    }
    Instant deadline = endingSince.plus(finalWindow);
    return time.isBefore(deadline) ? this : ended(deadline);
  }

  private Standing after(Timeline.Entry entry, Timeline timeline) {
    Instant at = entry.at();
    String id = entry.awsAgreementId();
    boolean older = timeline.isOlder(id, awsAgreementId);
    return switch (entry.fact()) {
      case SUBSCRIBED -> active(at);
      case SUBSCRIBE_FAILED ->
          state == AgreementState.PENDING ? to(AgreementState.FAILED, null, null) : this;
      case UNSUBSCRIBE_PENDING -> ending(at);
      case UNSUBSCRIBED -> unsubscribed(at);
      case CREATED, AMENDED -> this;
      case LICENSED -> licensed(at, id, timeline);
      case ENDED, DEPROVISIONED -> older ? this : named(id).ending(at);
      case SUCCEEDED -> older ? this : named(id).succeeded();
      case NOT_SUBSCRIBED -> state == AgreementState.ENDING ? ended(at) : this;
      case CLOSED -> state == AgreementState.SUCCEEDED ? ended(at) : this;
      case FOUND_OVER -> state == AgreementState.ACTIVE ? ended(at) : this;
    };
  }

  /** A new period, unless one is running: it goes on, even if it was about to end. */
  private Standing active(Instant at) {
    Instant running =
        switch (state) {
          case PENDING, FAILED, ENDED -> null;
          case ACTIVE, ENDING, SUCCEEDED -> periodStartedAt;
        };
    return new Standing(
        AgreementState.ACTIVE, awsAgreementId, running == null ? at : running, null, null, null);
  }

  /** A renewed agreement's own licence is not revived by its own id, only by a newer one. */
  private Standing licensed(Instant at, @Nullable String id, Timeline timeline) {
    boolean newer = timeline.isOlder(awsAgreementId, id);
    if (state == AgreementState.SUCCEEDED && !newer) {
      return this;
    }
    return (newer || awsAgreementId == null ? named(id) : this).active(at);
  }

  private Standing ending(Instant at) {
    return switch (state) {
      case PENDING, ACTIVE -> to(AgreementState.ENDING, at, null);
      case FAILED, ENDING, ENDED, SUCCEEDED -> this;
    };
  }

  private Standing succeeded() {
    return switch (state) {
      case PENDING, ACTIVE, ENDING, ENDED -> to(AgreementState.SUCCEEDED, null, null);
      case FAILED, SUCCEEDED -> this;
    };
  }

  private Standing unsubscribed(Instant at) {
    return switch (state) {
      case PENDING, ACTIVE, ENDING -> ended(at);
      case FAILED, ENDED, SUCCEEDED -> this;
    };
  }

  private Standing ended(Instant at) {
    return to(AgreementState.ENDED, endingSince == null ? at : endingSince, at);
  }

  private Standing to(AgreementState next, @Nullable Instant ending, @Nullable Instant ended) {
    return new Standing(next, awsAgreementId, periodStartedAt, ending, ended, null);
  }

  private Standing named(@Nullable String id) {
    return new Standing(state, id, periodStartedAt, endingSince, endedAt, null);
  }

  /**
   * Of a pending agreement whose licence was told before its start was: what is active by that is
   * metered from the start on.
   */
  Standing startingLater() {
    return new Standing(AgreementState.ACTIVE, awsAgreementId, nextChange, null, null, nextChange);
  }

  private Standing changingAt(@Nullable Instant next) {
    return new Standing(state, awsAgreementId, periodStartedAt, endingSince, endedAt, next);
  }
}
