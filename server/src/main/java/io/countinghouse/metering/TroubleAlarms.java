package io.countinghouse.metering;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.marketplace.Troubles;
import io.countinghouse.marketplace.Troubles.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which troubles with AWS raise which alarm; within the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY, readOnly = true)
public class TroubleAlarms {

  /** A start of the server, or of the queue's region, is shorter. */
  private static final Duration QUEUE_MAX = Duration.ofMinutes(10);

  /** A few are of people who play with the address; this many in a week are ours (facts, 1.3). */
  private static final int INVALID_TOKENS_MAX = 10;

  private final Troubles troubles;
  private final BusinessClock clock;

  TroubleAlarms(Troubles troubles, BusinessClock clock) {
    this.troubles = troubles;
    this.clock = clock;
  }

  /** What an alarm of a kind is about now; nothing for kinds that are not about troubles. */
  public List<Trouble> of(AlarmKind kind) {
    Instant now = clock.now();
    return troubles.all().stream()
        .filter(trouble -> raised(trouble, now).filter(kind::equals).isPresent())
        .toList();
  }

  private static Optional<AlarmKind> raised(Trouble trouble, Instant now) {
    return switch (trouble.kind()) {
      case LANDINGS_REFUSED -> Optional.of(AlarmKind.LANDINGS_FAILED);
      case TOKENS_INVALID ->
          Optional.of(AlarmKind.LANDINGS_FAILED)
              .filter(_ ->
                  trouble.count() >= INVALID_TOKENS_MAX
                      && trouble.since().isAfter(now.minus(Troubles.TOKENS_COUNTED)));
      case QUEUE_UNREADABLE ->
          Optional.of(AlarmKind.QUEUE_UNREADABLE)
              .filter(_ -> trouble.since().isBefore(now.minus(QUEUE_MAX)));
    };
  }
}
