package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import io.countinghouse.settlement.SetUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Subscribe, set up, meter, cancel, lock: through the whole server, with AWS scripted. */
@JobTest
class MainJobTests implements BothProducts {

  private final MainJob job;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final Ledger ledger;
  private final Bind bind;

  @Autowired
  MainJobTests(MainJob job, TestClock clock, OutboxWorker worker, Ledger ledger, Bind bind) {
    this.job = job;
    this.clock = clock;
    this.worker = worker;
    this.ledger = ledger;
    this.bind = bind;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void thePublishedExampleArrivesToTheCent() {
    Customer customer = job.subscribed(Ledger.MORNING);
    useTheExample(customer.workspace(), Ledger.MORNING);

    ledger.runUntil("2026-05-12T03:05:00Z");

    assertThat(ledger.of(customer))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.quantity()).isEqualTo(1340);
          assertThat(record.stamp()).isEqualTo(Ledger.MORNING);
          assertThat(record.allocations())
              .containsExactly(
                  new UsageRecord.Allocation(
                      1340,
                      new TreeMap<>(
                          Map.of("workspace", customer.workspace().value(), "site", "cn2"))));
        });
    ledger.assertBooksHold(customer, "13.4");
  }

  @Test
  void anIdleHourIsAZero() {
    Customer customer = job.subscribed(Ledger.MORNING);

    ledger.runUntil("2026-05-12T04:05:00Z");

    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(0L, 0L);
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::stamp)
        .containsExactlyInAnyOrder(Ledger.MORNING, Instant.parse("2026-05-12T03:00:00Z"));
  }

  @Test
  void cancellingSendsTheRunningHourAndOneMoreAndThenLocks() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    clock.set(Instant.parse("2026-05-12T02:20:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(100L);
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDING);

    clock.advance(Duration.ofMinutes(10));
    job.uses(customer.workspace(), "log", "3d", "500000", clock.now());
    ledger.runUntil("2026-05-12T03:09:00Z");
    assertThat(ledger.of(customer)).hasSize(1);
    ledger.runUntil("2026-05-12T03:10:00Z");
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::quantity)
        .containsExactlyInAnyOrder(100L, 50L);

    job.uses(customer.workspace(), "log", "3d", "100000", Instant.parse("2026-05-12T03:10:30Z"));
    ledger.runUntil("2026-05-12T03:20:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
    assertThat(ledger.of(customer)).hasSize(2);
    ledger.assertBooksHold(customer, "1.6");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0.1");
  }

  /** The next hour would begin four seconds before AWS takes no more. */
  @Test
  void cancelledInTheFirstMinutesTheHourWaitsForWhatStillComes() {
    Customer customer = job.subscribed(Ledger.MORNING);
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    Instant cancelled = Instant.parse("2026-05-12T03:00:04Z");
    clock.set(cancelled);
    job.says("unsubscribe-pending", customer.identifier(), cancelled);
    assertThat(ledger.of(customer)).extracting(UsageRecord::quantity).containsExactly(100L);

    job.uses(customer.workspace(), "log", "3d", "500000", Instant.parse("2026-05-12T02:55:00Z"));
    ledger.runUntil("2026-05-12T03:49:00Z");
    assertThat(ledger.of(customer)).hasSize(1);
    ledger.runUntil("2026-05-12T03:50:04Z");
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::quantity)
        .containsExactlyInAnyOrder(100L, 50L);
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::stamp)
        .contains(Instant.parse("2026-05-12T03:00:00Z"));

    ledger.runUntil("2026-05-12T04:00:04Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    ledger.assertBooksHold(customer, "1.5");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
  }

  /** The hours before it, which an earlier period had, are none of it. */
  @Test
  void cancelledInTheFirstMinutesOfASecondPeriodItsOwnHourWaits() {
    Customer customer = job.subscribed(Ledger.MORNING);
    BillingAccountId account = bind.holderOf(customer.agreement());
    job.says("unsubscribe-pending", customer.identifier(), Ledger.MORNING.plusSeconds(60));
    ledger.runUntil("2026-05-12T03:30:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    int before = ledger.of(customer).size();

    Instant again = Instant.parse("2026-05-12T06:00:01Z");
    ledger.runUntil(again.toString());
    job.says("subscribe-success", customer.identifier(), again);
    bind.register(customer.agreement(), account);
    bind.pays(new Payer.CloudAccount(account, customer.agreement()), customer.workspace());
    clock.set(again.plusSeconds(10));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    assertThat(ledger.of(customer)).hasSize(before);

    job.uses(customer.workspace(), "log", "3d", "1000000", again.plusSeconds(5));
    ledger.runUntil("2026-05-12T06:50:11Z");
    assertThat(ledger.of(customer)).hasSize(before + 1);
    assertThat(ledger.of(customer))
        .filteredOn(it -> it.stamp().equals(again))
        .singleElement()
        .extracting(UsageRecord::quantity)
        .isEqualTo(100L);
    ledger.runUntil("2026-05-12T07:01:00Z");
    ledger.assertBooksHold(customer, "1");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
  }

  @Test
  void aLateSubscribeSuccessUndoesTheEnd() {
    Customer customer = job.subscribed(Ledger.MORNING);
    Instant cancelled = Ledger.MORNING.plusSeconds(60);
    clock.set(cancelled);
    job.says("unsubscribe-pending", customer.identifier(), cancelled);
    job.uses(customer.workspace(), "log", "3d", "1000000", cancelled);
    clock.advance(Duration.ofMinutes(70));
    worker.runAll();
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");

    job.says("subscribe-success", customer.identifier(), cancelled.plusSeconds(60));

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ACTIVE);
    assertThat(ledger.lockState(customer)).isEqualTo("OPEN");
    ledger.assertBooksHold(customer, "1");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
  }

  @Test
  void cancelledTwiceItEndsAfterTheSecondWindow() {
    Customer customer = job.subscribed(Ledger.MORNING);
    clock.set(Instant.parse("2026-05-12T02:20:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    clock.set(Instant.parse("2026-05-12T02:30:00Z"));
    job.says("subscribe-success", customer.identifier(), clock.now());
    clock.set(Instant.parse("2026-05-12T02:50:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    ledger.runUntil("2026-05-12T03:49:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDING);
    ledger.runUntil("2026-05-12T03:50:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
  }

  @Test
  void anEndUndoneOwesNothingOfAnEarlierPeriod() {
    Customer customer = job.subscribed(Ledger.MORNING);
    clock.advance(Duration.ofMinutes(1));
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    job.says("subscribe-success", customer.identifier(), clock.now().plusSeconds(1));
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ACTIVE);
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
    ledger.assertBooksHold(customer, "0");
  }

  @Test
  void aFailureToldLateChangesNothing() {
    Customer customer = job.subscribed(Ledger.MORNING);
    clock.advance(Duration.ofMinutes(5));
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    job.says("subscribe-fail", customer.identifier(), Ledger.MORNING.minusSeconds(60));
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);

    String other = job.newCustomer();
    job.lands(other);
    job.says("unsubscribe-success", other, clock.now());
    job.says("subscribe-fail", other, clock.now().minusSeconds(60));
    job.says("unsubscribe-pending", other, clock.now().minusSeconds(90));
    assertThat(
            ledger.count(
                "SELECT count(*) FROM marketplace.message WHERE state = 'APPLIED' AND"
                    + " about_customer = :name",
                other))
        .isEqualTo(3);
  }

  @Test
  void registeringTwiceMakesOneOfEach() {
    String name = job.newCustomer();
    var agreement = job.lands(name);
    job.says("subscribe-success", name, Ledger.MORNING);
    assertThat(job.registers(agreement, name)).isInstanceOf(SetUp.Outcome.Done.class);
    assertThat(job.registers(job.lands(name), name + "b"))
        .isInstanceOf(SetUp.Outcome.AlreadyHeld.class);
    assertThat(
            ledger.count(
                "SELECT count(*) FROM identity.billing_account WHERE username LIKE :name || '%'",
                name))
        .isEqualTo(1);
  }

  @Test
  void aBindingWaitsForTheSubscription() {
    String name = job.newCustomer();
    var outcome = job.registers(job.lands(name), name);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            SetUp.Outcome.Done.class,
            done -> {
              assertThat(done.active()).isFalse();
              assertThat(ledger.bindings(done.workspace())).isZero();
            });
    job.says("subscribe-success", name, Ledger.MORNING);
    assertThat(ledger.bindings(((SetUp.Outcome.Done) outcome).workspace())).isEqualTo(1);
  }

  private void useTheExample(WorkspaceId workspace, Instant at) {
    job.uses(workspace, "timeseries", "3d", "6000", at);
    job.uses(workspace, "log", "7d", "2000000", at);
    job.uses(workspace, "trace", "3d", "2000000", at);
    job.uses(workspace, "pv", "3d", "20000", at);
    job.uses(workspace, "trigger", "", "20000", at);
  }
}
