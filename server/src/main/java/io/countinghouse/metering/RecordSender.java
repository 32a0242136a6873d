package io.countinghouse.metering;

import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.CallTable.Answer;
import io.countinghouse.metering.CallTable.Outcome;
import io.countinghouse.metering.DueRecords.Hours;
import io.countinghouse.metering.RecordTable.OnItsWay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends due records of a product, a call at a time. The rows, with the exact bytes, are committed
 * as sent before each call and settled after it; a crash in between resends the same bytes.
 */
@Component
class RecordSender {

  private static final Logger log = LoggerFactory.getLogger(RecordSender.class);

  /** What a call has besides its records. */
  private static final int FRAME_BYTES = 500;

  private final DueRecords due;
  private final CallTable calls;
  private final CallQuota quota;
  private final RecordAnswers answers;
  private final MarketplaceApi api;
  private final Products products;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  RecordSender(
      DueRecords due,
      CallTable calls,
      CallQuota quota,
      RecordAnswers answers,
      MarketplaceApi api,
      Products products,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.due = due;
    this.calls = calls;
    this.quota = quota;
    this.answers = answers;
    this.api = api;
    this.products = products;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  private record Call(long id, String body, List<OnItsWay> records) {}

  /**
   * How many calls the due records of a product fill.
   *
   * @return 0 to {@code max}
   */
  int callsDue(Product product, int max) {
    int perCall = settings.recordsPerCall();
    int records =
        tx.execute(_ -> {
          Instant now = clock.now();
          return due.count(product.code(), now, hours(product, now), max * perCall);
        });
    return (records + perCall - 1) / perCall;
  }

  /**
   * Sends the next call, if any record is due: takes its place in the quota first, so that nothing
   * is marked as sent that still waits.
   *
   * @return whether there was one
   * @throws InterruptedException if the server stops meanwhile
   */
  boolean sendNext(Product product) throws InterruptedException {
    if (callsDue(product, 1) == 0) {
      return false;
    }
    await(product);
    List<OnItsWay> claimed = claim(product);
    if (!claimed.isEmpty()) {
      send(product, claimed);
    }
    return !claimed.isEmpty();
  }

  private void await(Product product) throws InterruptedException {
    Duration wait = tx.execute(_ -> quota.take(product));
    if (wait.isPositive()) {
      Thread.sleep(wait);
    }
  }

  private List<OnItsWay> claim(Product product) {
    return tx.execute(_ -> {
      Instant now = clock.now();
      List<OnItsWay> claimed =
          due.claim(
              product.code(),
              now,
              hours(product, now),
              settings.lease(),
              settings.recordsPerCall(),
              MarketplaceApi.CALL_BYTES_MAX - FRAME_BYTES);
      answers.sent(claimed, now);
      return claimed;
    });
  }

  /**
   * All that AWS takes; but while last month's hours of any product that shares the quota are due
   * and their month's cut is ahead, only those (facts, P14), and what is urgent by itself.
   */
  private Hours hours(Product product, Instant now) {
    Hour oldest = product.oldestTaken(now);
    Hour ahead = Hour.containing(now).next();
    Hour month = new Hour(Product.monthOf(now));
    List<String> pressing =
        products.all().stream()
            .filter(
                it -> it.seller().equals(product.seller()) && it.region().equals(product.region()))
            .filter(it -> it.cutOfMonth(now).filter(now::isBefore).isPresent())
            .map(Product::code)
            .toList();
    boolean wait = !pressing.isEmpty() && due.any(pressing, now, oldest, month);
    return new Hours(oldest, wait ? month : ahead, ahead);
  }

  /**
   * Sends records in one call; rejected as a whole, it sends halves, until the bad one stands
   * alone.
   */
  private void send(Product product, List<OnItsWay> claimed) throws InterruptedException {
    Deque<List<OnItsWay>> parts = new ArrayDeque<>(List.of(claimed));
    while (!parts.isEmpty()) {
      Call call = stored(product, parts);
      CallAnswer answer = api.meter(product, call.body());
      log.info(
          "call {} with {} records of {}: {}",
          call.id(),
          call.records().size(),
          product.id(),
          said(answer));
      parts.pop();
      boolean halve = answer instanceof CallAnswer.Rejected && call.records().size() > 1;
      settle(product, call, answer, halve);
      if (halve) {
        int middle = call.records().size() / 2;
        parts.push(call.records().subList(middle, call.records().size()));
        parts.push(call.records().subList(0, middle));
      }
      if (!parts.isEmpty()) {
        await(product);
      }
    }
  }

  /** Stores the call of the next part; all that is still to be sent stays ours meanwhile. */
  private Call stored(Product product, Deque<List<OnItsWay>> parts) {
    List<OnItsWay> next = Objects.requireNonNull(parts.peek());
    String body = api.callOf(product, next.stream().map(this::bytesOf).toList());
    List<OnItsWay> open = new ArrayList<>();
    parts.forEach(open::addAll);
    return tx.execute(_ -> {
      due.renew(open, settings.lease());
      return new Call(calls.store(product.code(), body, next, clock.now()), body, next);
    });
  }

  private String bytesOf(OnItsWay record) {
    return record.untagged() ? api.withoutAllocations(record.wire()) : record.wire();
  }

  private void settle(Product product, Call call, CallAnswer answer, boolean halve) {
    tx.executeWithoutResult(_ -> {
      Instant now = clock.now();
      calls.answer(call.id(), stored(answer), now);
      if (answer instanceof CallAnswer.Throttled) {
        quota.slowDown(product);
      }
      if (!halve) {
        answers.settle(call.records(), answer, call.id(), now);
      }
    });
  }

  private static Answer stored(CallAnswer answer) {
    return switch (answer) {
      case CallAnswer.Answered it -> new Answer(Outcome.ANSWERED, 200, null, it.body());
      case CallAnswer.Rejected it ->
          new Answer(Outcome.REJECTED, it.status(), it.error(), it.body());
      case CallAnswer.Throttled it ->
          new Answer(Outcome.THROTTLED, it.status(), it.error(), it.body());
      case CallAnswer.Misconfigured it ->
          new Answer(Outcome.MISCONFIGURED, it.status(), it.error(), it.body());
      case CallAnswer.NotSent it -> new Answer(Outcome.NOT_SENT, null, null, it.detail());
      case CallAnswer.Unanswered it ->
          new Answer(Outcome.UNANSWERED, it.status(), null, it.detail());
    };
  }

  private static String said(CallAnswer answer) {
    Answer stored = stored(answer);
    String detail = stored.outcome() == Outcome.ANSWERED ? "" : ", " + stored.text();
    return stored.outcome() + (stored.error() == null ? detail : ", " + stored.error());
  }
}
