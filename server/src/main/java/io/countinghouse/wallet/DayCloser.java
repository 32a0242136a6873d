package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.metering.ClosedHours;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import io.countinghouse.site.Sites;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Charges the days that are over, shortly after each midnight of a site. What is due is found in
 * the rows, so that a missed midnight, a restart or a clock that jumps loses and doubles nothing.
 */
@Component
@EnableConfigurationProperties(WalletSettings.class)
class DayCloser implements WorkHandler, ApplicationRunner {

  static final String KIND = "wallet.charge-days";
  private static final Logger log = LoggerFactory.getLogger(DayCloser.class);
  private static final String ALL = "all";
  private static final int ACCOUNTS_PER_PAGE = 500;
  private static final Duration RETRY = Duration.ofMinutes(5);

  private final DailyCharges charges;
  private final UnchargedTable uncharged;
  private final ClosedHours closedHours;
  private final Arrears arrears;
  private final Sites sites;
  private final Outbox outbox;
  private final WalletSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;
  private final Counter failed;

  DayCloser(
      DailyCharges charges,
      UnchargedTable uncharged,
      ClosedHours closedHours,
      Arrears arrears,
      Sites sites,
      Outbox outbox,
      WalletSettings settings,
      TransactionTemplate tx,
      BusinessClock clock,
      MeterRegistry meters) {
    this.charges = charges;
    this.uncharged = uncharged;
    this.closedHours = closedHours;
    this.arrears = arrears;
    this.sites = sites;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
    this.failed = meters.counter("countinghouse.wallet.charges.failed");
  }

  /** Every start looks for what is due. */
  @Override
  public void run(ApplicationArguments args) {
    tx.executeWithoutResult(_ -> outbox.put(Work.of(KIND, ALL, clock.now())));
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
    Instant closed = tx.execute(_ -> closedHours.until());
    boolean all = chargeAll(closed.isBefore(now) ? closed : now, now);
    arrears.findAll();
    // What the hours that are over and not closed yet hold may be due as well.
    boolean behind = closed.isBefore(Hour.containing(now).start());
    boolean left = behind || !all || tx.execute(_ -> uncharged.anyDue(now));
    return new Outcome.Again(left ? now.plus(RETRY) : nextMidnight(now));
  }

  /** Up to the last closed hour: whatever is read later has later rows. */
  private boolean chargeAll(Instant until, Instant now) {
    boolean all = true;
    @Nullable BillingAccountId cursor = null;
    List<BillingAccountId> page = accountsDue(until, cursor);
    while (!page.isEmpty()) {
      for (BillingAccountId account : page) {
        all &= charge(account, until, now);
      }
      cursor = page.getLast();
      page = accountsDue(until, cursor);
    }
    return all;
  }

  private List<BillingAccountId> accountsDue(Instant until, @Nullable BillingAccountId cursor) {
    return tx.execute(_ -> uncharged.accountsDue(until, cursor, ACCOUNTS_PER_PAGE));
  }

  /** One bad account must not hold up the others: it is tried again. */
  private boolean charge(BillingAccountId account, Instant until, Instant now) {
    try {
      tx.executeWithoutResult(_ -> charges.charge(account, until, now));
      return true;
    } catch (RuntimeException e) {
      failed.increment();
      log.error("billing account {} was not charged, it is tried again", account, e);
      return false;
    }
  }

  private Instant nextMidnight(Instant now) {
    return sites.all().stream()
        .map(site -> site.startOf(site.dayOf(now.minus(settings.chargeDelay())).plusDays(1)))
        .map(midnight -> midnight.plus(settings.chargeDelay()))
        .min(Instant::compareTo)
        .orElseThrow();
  }
}
