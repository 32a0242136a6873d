package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.outbox.Outbox;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reports a product's due records to AWS, oldest first, and keeps the quota busy while there are
 * many: several calls at a time, and by a second piece of work from another node that is free.
 */
@Component
class Reporter implements WorkHandler {

  static final String KIND = "metering.report";

  /** In the payload of work that helps with a backlog: the product. */
  private static final String HELPS = "helps";

  private final DueRecords due;
  private final RecordSender sender;
  private final RecordAnswers answers;
  private final Agreements agreements;
  private final Products products;
  private final Outbox outbox;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Reporter(
      DueRecords due,
      RecordSender sender,
      RecordAnswers answers,
      Agreements agreements,
      Products products,
      Outbox outbox,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.due = due;
    this.sender = sender;
    this.answers = answers;
    this.agreements = agreements;
    this.products = products;
    this.outbox = outbox;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
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
  public boolean waitsForOthers() {
    return true;
  }

  @Override
  public Outcome handle(Work work) throws Exception {
    boolean helps = work.payload().containsKey(HELPS);
    Product product = products.get(helps ? work.value(HELPS) : work.key());
    Hour hour = expire(product);
    while (!sentAll(product, hour, helps)) {
      // With a new hour, older ones may have become too old.
      hour = expire(product);
    }
    return helps ? new Outcome.Done() : next(product);
  }

  /** Done, or due when the next record is to be tried. */
  private Outcome next(Product product) {
    return tx.execute(_ ->
        due.nextAttempt(product.code()).<Outcome>map(this::again).orElseGet(Outcome.Done::new));
  }

  /** Not before a moment from now: what is due already is held by another node's lease. */
  private Outcome again(Instant nextAttempt) {
    Instant soon = clock.now().plus(settings.retryFirst());
    return new Outcome.Again(nextAttempt.isBefore(soon) ? soon : nextAttempt);
  }

  /**
   * What AWS takes no more, judged by whole hours, becomes visible money with a reason.
   *
   * @return the running hour for which that is true
   */
  private Hour expire(Product product) {
    Instant now = clock.now();
    Hour oldest = product.oldestTaken(now);
    List<AgreementId> late = tx.execute(_ -> due.withTooOld(product.code(), oldest));
    for (AgreementId agreement : late) {
      // The agreement before its records, as everywhere.
      tx.executeWithoutResult(_ -> {
        agreements.lock(agreement);
        answers.tooOld(due.tooOld(agreement, oldest), now);
      });
    }
    return Hour.containing(now);
  }

  /**
   * Sends what is due, with as many calls at a time as a backlog fills.
   *
   * @return false if it stopped because the hour is over
   */
  private boolean sentAll(Product product, Hour hour, boolean helps) throws Exception {
    int lanes = sender.callsDue(product, settings.callsInFlight());
    if (lanes <= 1) {
      return lane(product, hour);
    }
    if (lanes == settings.callsInFlight() && !helps) {
      askForHelp(product);
    }
    boolean all = true;
    Callable<Boolean> lane = () -> lane(product, hour);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(lanes, lane))) {
        all &= done.get();
      }
    }
    return all;
  }

  private void askForHelp(Product product) {
    tx.executeWithoutResult(_ ->
        outbox.put(
            new Work(
                KIND, "help with " + product.code(), Map.of(HELPS, product.code()), clock.now())));
  }

  private boolean lane(Product product, Hour hour) throws InterruptedException {
    boolean sent = true;
    boolean running = true;
    while (sent && running) {
      sent = sender.sendNext(product);
      running = Hour.containing(clock.now()).equals(hour);
    }
    return !sent;
  }
}
