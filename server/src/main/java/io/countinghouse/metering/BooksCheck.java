package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Checks, every so often, that the equation of the books holds for every agreement (design, "The
 * books"): page by page, so that it takes the same memory however many there are. It carries its
 * own sums forward, and adds all up once a day; what seems wrong by the sums is added up as a whole
 * before it is told.
 */
@Component
class BooksCheck implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.check-books";
  private static final Logger log = LoggerFactory.getLogger(BooksCheck.class);
  private static final String ALL = "all";
  private static final int AGREEMENTS_PER_PAGE = 200;
  private static final int WHOLE_AGREEMENTS_PER_PAGE = 20;

  /** Records of hours before, once final, are in the sums. */
  private static final Duration RECORDS_LOOKED_AT = Duration.ofDays(2);

  private final BooksCheckTable table;
  private final BooksSums sums;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  BooksCheck(
      BooksCheckTable table,
      BooksSums sums,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.table = table;
    this.sums = sums;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins a while after the first start of all. */
  @Override
  public void run(ApplicationArguments args) {
    outbox.begin(Work.of(KIND, ALL, nextCheck()));
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
    boolean sumsHold =
        tx.execute(_ -> {
          sums.advance(Hour.containing(now.minus(RECORDS_LOOKED_AT)).start());
          return sums.wholeSince(now.minus(settings.booksCheckWhole()));
        });
    int limit = sumsHold ? AGREEMENTS_PER_PAGE : WHOLE_AGREEMENTS_PER_PAGE;
    @Nullable AgreementId cursor = null;
    List<AgreementId> page = agreementsAfter(cursor, limit);
    while (!page.isEmpty()) {
      checkWhole(sumsHold ? seemWrong(page, now) : page, now);
      cursor = page.getLast();
      page = agreementsAfter(cursor, limit);
    }
    if (!sumsHold) {
      tx.executeWithoutResult(_ -> sums.wholeAt(now));
    }
    return new Outcome.Again(nextCheck());
  }

  private List<AgreementId> agreementsAfter(@Nullable AgreementId cursor, int limit) {
    return tx.execute(_ -> table.agreements(cursor, limit));
  }

  private List<AgreementId> seemWrong(List<AgreementId> page, Instant now) {
    return tx.execute(_ -> table.checkSinceTheCut(page, now));
  }

  private void checkWhole(List<AgreementId> some, Instant now) {
    if (some.isEmpty()) {
      return;
    }
    List<AgreementId> outOfBalance =
        tx.execute(_ -> {
          sums.addUpAgain(some);
          return table.checkWhole(some, now);
        });
    for (AgreementId wrong : outOfBalance) {
      log.error(
          "the books of agreement {} are out of balance: see /operator/books/{}", wrong, wrong);
    }
  }

  private Instant nextCheck() {
    return clock.in(settings.booksCheck());
  }
}
