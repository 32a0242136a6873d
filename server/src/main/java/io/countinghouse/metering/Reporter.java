package io.countinghouse.metering;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Hour;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.MarketplaceApi;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.Product;
import io.countinghouse.marketplace.Products;
import io.countinghouse.metering.RecordTable.OnItsWay;
import io.countinghouse.outbox.Work;
import io.countinghouse.outbox.WorkHandler;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends due records of a product. The rows, with the exact bytes, are committed as sent before each
 * call and settled after it; a crash in between resends the same bytes.
 */
@Component
class Reporter implements WorkHandler {

  static final String KIND = "metering.report";
  private static final Logger log = LoggerFactory.getLogger(Reporter.class);

  private final RecordTable records;
  private final CallTable calls;
  private final RecordAnswers answers;
  private final Agreements agreements;
  private final MarketplaceApi api;
  private final Products products;
  private final MeteringSettings settings;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  Reporter(
      RecordTable records,
      CallTable calls,
      RecordAnswers answers,
      Agreements agreements,
      MarketplaceApi api,
      Products products,
      MeteringSettings settings,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.records = records;
    this.calls = calls;
    this.answers = answers;
    this.agreements = agreements;
    this.api = api;
    this.products = products;
    this.settings = settings;
    this.tx = tx;
    this.clock = clock;
  }

  private record Call(long id, String body, List<OnItsWay> records) {}

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
    Product product = products.get(work.key());
    expire(product);
    List<OnItsWay> claimed = claim(product);
    while (!claimed.isEmpty()) {
      send(product, claimed);
      claimed = claim(product);
    }
    return tx.execute(_ ->
        records.nextAttempt(product.code()).<Outcome>map(this::again).orElseGet(Outcome.Done::new));
  }

  /** Not before a moment from now: what is due already is held by another node's lease. */
  private Outcome again(Instant nextAttempt) {
    Instant soon = clock.now().plus(settings.retryFirst());
    return new Outcome.Again(nextAttempt.isBefore(soon) ? soon : nextAttempt);
  }

  /** What AWS takes no more, judged by whole hours, becomes visible money with a reason. */
  private void expire(Product product) {
    Instant now = clock.now();
    Instant oldest = Hour.containing(now).start().minus(product.meteringWindow());
    List<AgreementId> late = tx.execute(_ -> records.withTooOld(product.code(), oldest));
    for (AgreementId agreement : late) {
      // The agreement before its records, as everywhere.
      tx.executeWithoutResult(_ -> {
        agreements.lock(agreement);
        answers.tooOld(records.tooOld(agreement, oldest), now);
      });
    }
  }

  private List<OnItsWay> claim(Product product) {
    return tx.execute(_ -> {
      Instant now = clock.now();
      List<OnItsWay> claimed =
          records.claim(product.code(), now, settings.lease(), settings.recordsPerCall());
      answers.sent(claimed, now);
      return claimed;
    });
  }

  /**
   * Sends records in one call; rejected as a whole, it sends halves, until the bad one stands
   * alone.
   */
  private void send(Product product, List<OnItsWay> claimed) {
    Call call = stored(product, claimed);
    CallAnswer answer = api.meter(product, call.body());
    log.info(
        "call {} with {} records of {}: {}", call.id(), claimed.size(), product.id(), word(answer));
    boolean halve = answer instanceof CallAnswer.Rejected && claimed.size() > 1;
    tx.executeWithoutResult(_ -> {
      Instant now = clock.now();
      storeAnswer(call, answer, now);
      if (!halve) {
        answers.settle(claimed, answer, now);
      }
    });
    if (halve) {
      int middle = claimed.size() / 2;
      send(product, claimed.subList(0, middle));
      send(product, claimed.subList(middle, claimed.size()));
    }
  }

  private Call stored(Product product, List<OnItsWay> claimed) {
    String body = api.callOf(product, claimed.stream().map(OnItsWay::wire).toList());
    return tx.execute(_ -> {
      long id = calls.store(product.code(), body, clock.now());
      records.sentBy(claimed, id);
      return new Call(id, body, claimed);
    });
  }

  private void storeAnswer(Call call, CallAnswer answer, Instant now) {
    switch (answer) {
      case CallAnswer.Answered answered -> calls.answer(call.id(), 200, answered.body(), now);
      case CallAnswer.Rejected rejected ->
          calls.answer(call.id(), rejected.status(), rejected.body(), now);
      case CallAnswer.Deferred deferred ->
          calls.answer(call.id(), deferred.status(), deferred.body(), now);
      case CallAnswer.NotSent notSent -> calls.answer(call.id(), null, notSent.detail(), now);
      case CallAnswer.Unanswered lost -> calls.answer(call.id(), lost.status(), lost.detail(), now);
    }
  }

  private static String word(CallAnswer answer) {
    return switch (answer) {
      case CallAnswer.Answered _ -> "answered";
      case CallAnswer.Rejected rejected -> "rejected, " + rejected.error();
      case CallAnswer.Deferred deferred -> "deferred, " + deferred.error();
      case CallAnswer.NotSent notSent -> "not sent, " + notSent.detail();
      case CallAnswer.Unanswered lost -> "unanswered, " + lost.detail();
    };
  }
}
