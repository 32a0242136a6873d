package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
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
 * books"): page by page, so that it takes the same memory however many there are.
 */
@Component
class BooksCheck implements WorkHandler, ApplicationRunner {

  static final String KIND = "metering.check-books";
  private static final Logger log = LoggerFactory.getLogger(BooksCheck.class);
  private static final String ALL = "all";
  private static final int AGREEMENTS_PER_PAGE = 200;

  private final BooksCheckTable table;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  BooksCheck(
      BooksCheckTable table,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.table = table;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  /** Begins a while after the first start of all. */
  @Override
  public void run(ApplicationArguments args) {
    tx.executeWithoutResult(_ -> {
      if (!outbox.holds(KIND)) {
        outbox.put(Work.of(KIND, ALL, nextCheck()));
      }
    });
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
    @Nullable AgreementId cursor = null;
    List<AgreementId> page = agreementsAfter(cursor);
    while (!page.isEmpty()) {
      check(page);
      cursor = page.getLast();
      page = agreementsAfter(cursor);
    }
    return new Outcome.Again(nextCheck());
  }

  private List<AgreementId> agreementsAfter(@Nullable AgreementId cursor) {
    return tx.execute(_ -> table.agreements(cursor, AGREEMENTS_PER_PAGE));
  }

  private void check(List<AgreementId> page) {
    for (AgreementId wrong : tx.execute(_ -> table.check(page, clock.now()))) {
      log.error(
          "the books of agreement {} are out of balance: see /operator/books/{}", wrong, wrong);
    }
  }

  private Instant nextCheck() {
    return clock.now().plus(settings.booksCheck());
  }
}
