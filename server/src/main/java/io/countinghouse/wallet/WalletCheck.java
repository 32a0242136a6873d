package io.countinghouse.wallet;

import io.countinghouse.kernel.BillingAccountId;
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
 * Checks, every so often, that every wallet is what it is made of: page by page, so that it takes
 * the same memory however many there are.
 */
@Component
class WalletCheck implements WorkHandler, ApplicationRunner {

  static final String KIND = "wallet.check-books";
  private static final Logger log = LoggerFactory.getLogger(WalletCheck.class);
  private static final String ALL = "all";
  private static final int ACCOUNTS_PER_PAGE = 200;

  private final WalletCheckTable table;
  private final Outbox outbox;
  private final WalletSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  WalletCheck(
      WalletCheckTable table,
      Outbox outbox,
      WalletSettings settings,
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
    @Nullable BillingAccountId cursor = null;
    List<BillingAccountId> page = accountsAfter(cursor);
    while (!page.isEmpty()) {
      check(page);
      cursor = page.getLast();
      page = accountsAfter(cursor);
    }
    return new Outcome.Again(nextCheck());
  }

  private List<BillingAccountId> accountsAfter(@Nullable BillingAccountId cursor) {
    return tx.execute(_ -> table.accounts(cursor, ACCOUNTS_PER_PAGE));
  }

  private void check(List<BillingAccountId> page) {
    for (BillingAccountId wrong : tx.execute(_ -> table.check(page, clock.now()))) {
      log.error(
          "the wallet of billing account {} is out of balance: see /operator/wallets/{}",
          wrong,
          wrong);
    }
  }

  private Instant nextCheck() {
    return clock.in(settings.booksCheck());
  }
}
