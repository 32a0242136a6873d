package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.settlement.ArrearsOverdue;
import io.countinghouse.settlement.ArrearsPaid;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** What locks a workspace and what opens it again. */
@JobTest
class LockingIntegrationTests implements BothProducts {

  private final MainJob job;
  private final Bind bind;
  private final Ledger ledger;
  private final TestClock clock;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate tx;

  @Autowired
  LockingIntegrationTests(
      MainJob job,
      Bind bind,
      Ledger ledger,
      TestClock clock,
      ApplicationEventPublisher events,
      TransactionTemplate tx) {
    this.job = job;
    this.bind = bind;
    this.ledger = ledger;
    this.clock = clock;
    this.events = events;
    this.tx = tx;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void arrearsLockWhatTheAccountPaysForAndPayingOpensIt() {
    Customer customer = job.subscribed(Ledger.MORNING);
    BillingAccountId account = bind.holderOf(customer.agreement());
    overdue(account);
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");

    bind.pays(new Payer.BillingCenter(account), customer.workspace());
    overdue(account);
    overdue(account);
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
    assertThat(cause(customer)).isEqualTo("ARREARS");

    clock.advance(Duration.ofDays(1));
    paid(account);
    paid(account);
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");
    assertThat(ledger.bindings(customer.workspace())).isEqualTo(3);
  }

  @Test
  void payingArrearsBringsNothingBackThatSomebodyElsePaysFor() {
    Customer customer = job.subscribed(Ledger.MORNING);
    BillingAccountId account = bind.holderOf(customer.agreement());
    bind.pays(new Payer.BillingCenter(account), customer.workspace());
    overdue(account);
    bind.bind(customer.workspace(), customer.agreement());
    paid(account);
    assertThat(bind.workspacesOf(customer.agreement())).containsExactly(customer.workspace());
  }

  @Test
  void aLockIsToldToTheOwnerInTheLanguageOfTheWorkspace() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    assertThat(job.mailsTo(customer.identifier() + "@example.com"))
        .contains("工作空间“Workspace of %s”已锁定，请尽快处理".formatted(customer.identifier()));
  }

  @Test
  void anEndThatWasNoneBringsNobodyBackWhoseOwnPeriodHadEnded() {
    Customer customer = endedOnce();
    job.says("subscribe-success", customer.identifier(), clock.now());
    clock.advance(Duration.ofHours(1));
    Instant cancelled = clock.now();
    job.says("unsubscribe-pending", customer.identifier(), cancelled);
    clock.advance(Duration.ofMinutes(61));
    // It ends by its deadline with the next message, which comes twice and says nothing new.
    job.says("unsubscribe-pending", customer.identifier(), cancelled);
    assertThat(stateOf(customer)).isEqualTo("ENDED");
    job.says("subscribe-success", customer.identifier(), cancelled.plusSeconds(1800));
    assertNobodyIsBack(customer);
  }

  @Test
  void norDoesOneOfAPeriodThatWasOverBeforeWeHeardOfIt() {
    Customer customer = endedOnce();
    Instant returned = clock.now();
    clock.advance(Duration.ofHours(4));
    job.says("unsubscribe-pending", customer.identifier(), returned.plusSeconds(3600));
    job.says("subscribe-success", customer.identifier(), returned);
    assertThat(stateOf(customer)).isEqualTo("ENDED");
    job.says("subscribe-success", customer.identifier(), returned.plusSeconds(5400));
    assertNobodyIsBack(customer);
  }

  /** A customer whose subscription was cancelled an hour ago. */
  private Customer endedOnce() {
    Customer customer = job.subscribed(Ledger.MORNING);
    clock.advance(Duration.ofMinutes(1));
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    clock.advance(Duration.ofHours(1));
    return customer;
  }

  /** The subscription is confirmed, and the customer has to set it up as any other. */
  private void assertNobodyIsBack(Customer customer) {
    assertThat(stateOf(customer)).isEqualTo("ACTIVE");
    assertThat(bind.isHeld(customer.agreement())).isFalse();
    assertThat(bind.workspacesOf(customer.agreement())).isEmpty();
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
  }

  private String stateOf(Customer customer) {
    return ledger.text(
        "SELECT state FROM marketplace.agreement WHERE id = :name", customer.agreement().value());
  }

  private String cause(Customer customer) {
    return ledger.text(
        "SELECT cause FROM locking.lock WHERE ended_at IS NULL AND workspace_id = :name",
        customer.workspace().value());
  }

  private void overdue(BillingAccountId account) {
    tx.executeWithoutResult(_ -> events.publishEvent(new ArrearsOverdue(account, clock.now())));
  }

  private void paid(BillingAccountId account) {
    tx.executeWithoutResult(_ -> events.publishEvent(new ArrearsPaid(account, clock.now())));
  }
}
