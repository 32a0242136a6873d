package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.billing.RefundCase;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.metering.Equation;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What was charged too much goes back where it came from, and where it cannot, a person does it.
 */
@JobTest
class CreditsIntegrationTests implements BothProducts {

  private static final String ACCOUNT = "345678901236";

  private final MainJob job;
  private final ConcurrentJob overseas;
  private final Bind bind;
  private final Ledger ledger;
  private final Equation equation;
  private final RefundCases cases;
  private final FakeMarketplace aws;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final TransactionTemplate tx;

  @Autowired
  CreditsIntegrationTests(
      MainJob job,
      ConcurrentJob overseas,
      Bind bind,
      Ledger ledger,
      Equation equation,
      RefundCases cases,
      FakeMarketplace aws,
      TestClock clock,
      OutboxWorker worker,
      TransactionTemplate tx) {
    this.job = job;
    this.overseas = overseas;
    this.bind = bind;
    this.ledger = ledger;
    this.equation = equation;
    this.cases = cases;
    this.aws = aws;
    this.clock = clock;
    this.worker = worker;
    this.tx = tx;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @AfterEach
  void theBooksAreInBalance() {
    equation.holds();
  }

  @Test
  void whatAVoidEventTakesBackIsNotChargedOrLowersTheNextRecords() {
    Customer customer = job.subscribed(Ledger.MORNING);
    String before = job.uses(customer.workspace(), "log", "3d", "4000000", Ledger.MORNING);
    String after = job.uses(customer.workspace(), "log", "3d", "2000000", Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    job.takesBack(before, Ledger.MORNING);
    ledger.runUntil("2026-05-12T03:05:00Z");
    job.takesBack(after, clock.now());
    ledger.runUntil("2026-05-12T04:05:00Z");
    job.uses(customer.workspace(), "log", "3d", "2500000", clock.now());
    ledger.runUntil("2026-05-12T05:05:00Z");

    assertThat(ledger.postings(customer.workspace()))
        .containsExactly("05-12 log 3 3 CNY", "05-12 log -2 -2 CNY", "05-12 log 2.5 2.5 CNY");
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::quantity)
        .containsExactlyInAnyOrder(300L, 0L, 50L);
    ledger.assertBooksHold(customer, "3.5");
  }

  @Test
  void aCreditGoesBackOverThePayersLatestFirst() {
    Customer first = job.subscribed(Ledger.MORNING);
    Customer second = job.subscribed(Ledger.MORNING);
    job.uses(first.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    clock.advance(Duration.ofMinutes(5));
    bind.pays(null, first.workspace());
    job.uses(first.workspace(), "log", "3d", "1000000", clock.now());
    clock.advance(Duration.ofMinutes(5));
    bind.bind(first.workspace(), second.agreement());
    job.uses(first.workspace(), "log", "3d", "1000000", clock.now());
    ledger.runUntil("2026-05-12T03:05:00Z");
    ledger.corrects(first.workspace(), "log", "400000");
    ledger.runUntil("2026-05-12T04:05:00Z");

    assertThat(ledger.postings(first.workspace()))
        .containsExactly(
            "05-12 log 1 1 CNY",
            "05-12 log 1 NO_PAYER",
            "05-12 log 1 1 CNY",
            "05-12 log -1 -1 CNY",
            "05-12 log -1 NO_PAYER",
            "05-12 log -0.6 -0.6 CNY");
    assertThat(ledger.balance(first, "CARRY")).isEqualByComparingTo("-0.6");
    ledger.assertBooksHold(first, "0.4");
    ledger.assertBooksHold(second, "0");
  }

  @Test
  void whatAnEndedAgreementIsOwedBecomesARefundCaseThatAPersonCloses() {
    Customer ended = endedAndChargedToo("2000000");
    assertThat(ledger.balance(ended, "REFUND_CASES")).isEqualByComparingTo("-1.5");
    assertThat(ledger.balance(ended, "CARRY")).isEqualByComparingTo("0");
    ledger.assertBooksHold(ended, "0.5");

    RefundCase open = casesOf(ended).getFirst();
    assertThat(open.state()).isEqualTo(RefundCase.State.OPEN);
    assertThat(open.amount().amount()).isEqualByComparingTo("1.5");
    assertThat(close(open)).isEqualTo(RefundCases.Closing.CLOSED);
    assertThat(close(open)).isEqualTo(RefundCases.Closing.NOT_OPEN);
    assertThat(casesOf(ended).getFirst())
        .returns(RefundCase.State.CLOSED, RefundCase::state)
        .returns("adj-1", RefundCase::reference);
    ledger.assertBooksHold(ended, "0.5");
  }

  @Test
  void aDisprovedEndBooksItsOpenCasesBack() {
    Customer ended = endedAndChargedToo("2000000");
    job.says("subscribe-success", ended.identifier(), Ledger.MORNING.plusSeconds(120));

    assertThat(ledger.state(ended)).isEqualTo(AgreementState.ACTIVE);
    assertThat(casesOf(ended).getFirst().state()).isEqualTo(RefundCase.State.RETURNED);
    assertThat(ledger.balance(ended, "REFUND_CASES")).isEqualByComparingTo("0");
    assertThat(ledger.balance(ended, "CARRY")).isEqualByComparingTo("-1.5");
    ledger.assertBooksHold(ended, "0.5");
  }

  @Test
  void whatWasNeverCollectedIsForgivenFirst() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    clock.advance(Duration.ofMinutes(1));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    ledger.runUntil("2026-05-12T03:05:00Z");
    job.uses(customer.workspace(), "log", "3d", "2000000", clock.now());
    ledger.runUntil("2026-05-12T03:15:00Z");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("2");
    bind(customer, job.subscribed(Ledger.MORNING));
    ledger.corrects(customer.workspace(), "log", "250000");
    ledger.runUntil("2026-05-12T05:05:00Z");

    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
    assertThat(ledger.balance(customer, "REFUND_CASES")).isEqualByComparingTo("-0.5");
    ledger.assertBooksHold(customer, "0.5");
  }

  /** AWS is away when the last record is made, and back when the subscription is over. */
  @Test
  void whatIsWrittenOffAfterTheEndTakesItsCaseBack() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "2000000", Ledger.MORNING);
    aws.answering(this::awayUntilFour);
    clock.advance(Duration.ofMinutes(1));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    ledger.runUntil("2026-05-12T02:20:00Z");
    ledger.corrects(customer.workspace(), "log", "1500000");
    ledger.runUntil("2026-05-12T03:15:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.balance(customer, "REFUND_CASES")).isEqualByComparingTo("-0.5");
    ledger.runUntil("2026-05-12T05:05:00Z");

    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("1.5");
    assertThat(ledger.balance(customer, "REFUND_CASES")).isEqualByComparingTo("0");
    assertThat(casesOf(customer))
        .extracting(RefundCase::state)
        .containsExactly(RefundCase.State.RETURNED);
    ledger.assertBooksHold(customer, "1.5");
  }

  /** Once back, AWS knows of no subscription. */
  private CallAnswer awayUntilFour(List<UsageRecord> records) {
    aws.answering(this::awayUntilFour);
    return clock.now().isBefore(Instant.parse("2026-05-12T04:00:00Z"))
        ? new CallAnswer.NotSent("refused")
        : new CallAnswer.Answered(
            "{}", Collections.nCopies(records.size(), new RecordAnswer.NotSubscribed()));
  }

  @Test
  void anAgreementThatEndsOwedOpensACase() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "2000000", Ledger.MORNING);
    ledger.runUntil("2026-05-12T03:05:00Z");
    ledger.corrects(customer.workspace(), "log", "500000");
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    ledger.runUntil("2026-05-12T04:30:00Z");

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.balance(customer, "REFUND_CASES")).isEqualByComparingTo("-1.5");
    ledger.assertBooksHold(customer, "0.5");
  }

  @Test
  void whatARenewedAgreementIsCreditedGoesToItsSuccessor() {
    Customer old = overseas.subscribed(ACCOUNT);
    overseas.logs(old.workspace(), "2000000");
    ledger.runUntil("2026-05-12T03:05:00Z");
    overseas.move(old.agreement(), AgreementState.SUCCEEDED);
    Customer next = overseas.renewed(old, ACCOUNT);
    overseas.handOver(old.agreement(), next.agreement());
    succeededBy(old, next);
    ledger.corrects(old.workspace(), "log", "500000");
    ledger.runUntil("2026-05-12T04:05:00Z");

    assertThat(ledger.balance(old, "CARRY")).isEqualByComparingTo("0");
    assertThat(ledger.transferred(next)).isEqualByComparingTo("-0.45");
    ledger.assertBooksHold(old, "0.6");
    ledger.assertBooksHold(next, "-0.45");
  }

  /** Charged for three times what was used, and ended; found out afterwards. */
  private Customer endedAndChargedToo(String logs) {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", logs, Ledger.MORNING);
    Instant cancelled = Ledger.MORNING.plusSeconds(60);
    clock.set(cancelled);
    job.says("unsubscribe-pending", customer.identifier(), cancelled);
    ledger.runUntil("2026-05-12T03:15:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    ledger.corrects(customer.workspace(), "log", "500000");
    ledger.runUntil("2026-05-12T04:05:00Z");
    worker.runAll();
    return customer;
  }

  private void bind(Customer customer, Customer payer) {
    bind.bind(customer.workspace(), payer.agreement());
  }

  private void succeededBy(Customer old, Customer next) {
    ledger.count(
        "WITH done AS (UPDATE marketplace.agreement SET successor_id = '%s' WHERE id = :name RETURNING 1) SELECT count(*) FROM done"
            .formatted(next.agreement()),
        old.agreement().value());
  }

  private List<RefundCase> casesOf(Customer customer) {
    return tx.execute(_ -> cases.of(customer.agreement(), 10));
  }

  private RefundCases.Closing close(RefundCase open) {
    return tx.execute(_ -> cases.close(open.id(), "adj-1", "paid back", Actor.SYSTEM));
  }
}
