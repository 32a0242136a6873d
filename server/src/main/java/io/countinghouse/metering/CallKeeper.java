package io.countinghouse.metering;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes calls that are older than they are kept, once a day, some at a time. The records stay;
 * calls of records that still wait for AWS or for a person stay with them.
 */
@Component
class CallKeeper implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.keep-calls";

  private static final Duration EVERY = Duration.ofDays(1);
  private static final int AT_ONCE = 1_000;

  private final CallTable calls;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  CallKeeper(
      CallTable calls,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.calls = calls;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments args) {
    outbox.begin(Work.of(KIND, "all", clock.now()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int attemptsMax() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Outcome handle(Work work) {
    Instant now = clock.now();
    Instant before = now.minus(settings.keepCalls());
    Optional<Long> last = deleted(0, before);
    while (last.isPresent()) {
      last = deleted(last.get(), before);
    }
    return new Outcome.Again(now.plus(EVERY));
  }

  private Optional<Long> deleted(long after, Instant before) {
    return tx.execute(_ -> calls.deleteOld(after, before, AT_ONCE));
  }
}
