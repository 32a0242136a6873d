package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.billing.UnchargedUsage;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.metering.Equation;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What is posted to whom, from the usage API to the record that AWS takes. */
@JobTest
class ReadingsIntegrationTests implements BothProducts {

  private final MainJob job;
  private final ConcurrentJob overseas;
  private final Bind bind;
  private final Ledger ledger;
  private final Equation equation;
  private final UnchargedUsage uncharged;
  private final TransactionTemplate tx;
  private final TestClock clock;

  @Autowired
  ReadingsIntegrationTests(
      MainJob job,
      ConcurrentJob overseas,
      Bind bind,
      Ledger ledger,
      Equation equation,
      UnchargedUsage uncharged,
      TransactionTemplate tx,
      TestClock clock) {
    this.job = job;
    this.overseas = overseas;
    this.bind = bind;
    this.ledger = ledger;
    this.equation = equation;
    this.uncharged = uncharged;
    this.tx = tx;
    this.clock = clock;
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
  void atNoonThePayerChangesFromYuanToDollars() {
    Customer customer = job.subscribed(Ledger.MORNING);
    WorkspaceId workspace = customer.workspace();
    Customer aws = overseas.subscribed("345678901234");
    bind.pays(new Payer.BillingCenter(bind.holderOf(customer.agreement())), workspace);
    useTheExample(workspace, "2026-05-12T02:20:00Z");
    ledger.runUntil("2026-05-12T03:59:00Z");
    clock.set(Instant.parse("2026-05-12T03:59:30Z"));
    job.uses(workspace, "log", "7d", "1000000", clock.now());

    clock.set(Instant.parse("2026-05-12T04:00:00Z"));
    bind.bind(workspace, aws.agreement());
    job.uses(workspace, "log", "7d", "1500000", clock.now());
    job.uses(workspace, "timeseries", "3d", "6500", clock.now());
    ledger.runUntil("2026-05-12T05:05:00Z");

    assertThat(ledger.postings(workspace))
        .containsExactly(
            "05-12 log 2 2.4 CNY",
            "05-12 pv 2 1.4 CNY",
            "05-12 timeseries 6 3.6 CNY",
            "05-12 trace 2 4 CNY",
            "05-12 trigger 2 2 CNY",
            "05-12 log 1 1.2 CNY",
            "05-12 log 1.5 0.255 USD",
            "05-12 timeseries 0.5 0.045 USD");
    assertThat(ledger.of(aws)).extracting(UsageRecord::quantity).contains(30L);
    ledger.assertBooksHold(aws, "0.3");
  }

  @Test
  void aShanghaiDayStartsAtFourInTheAfternoonUtc() {
    Instant lastHour = Instant.parse("2026-05-12T15:10:00Z");
    ledger.startAt(lastHour);
    Customer customer = job.subscribed(lastHour);
    job.uses(customer.workspace(), "timeseries", "3d", "6000", lastHour);
    ledger.runUntil("2026-05-12T16:00:00Z");
    job.uses(customer.workspace(), "timeseries", "3d", "6000", clock.now());
    job.uses(customer.workspace(), "timeseries", "3d", "7000", lastHour.plusSeconds(60));
    ledger.runUntil("2026-05-12T17:05:00Z");

    assertThat(ledger.postings(customer.workspace()))
        .containsExactlyInAnyOrder("05-12 timeseries 7 4.2 CNY", "05-13 timeseries 6 3.6 CNY");
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::quantity)
        .containsExactlyInAnyOrder(420L, 360L);
  }

  @Test
  void theLeapDayAndTheMonthsEndAreDaysLikeOthers() {
    Instant eve = Instant.parse("2028-02-28T15:30:00Z");
    ledger.startAt(eve);
    Customer customer = job.subscribed(eve);
    job.uses(customer.workspace(), "log", "3d", "1000000", eve);
    ledger.runUntil("2028-02-28T16:05:00Z");
    job.uses(customer.workspace(), "log", "3d", "2000000", clock.now());
    ledger.runUntil("2028-02-29T16:05:00Z");
    job.uses(customer.workspace(), "log", "3d", "3000000", clock.now());
    ledger.runUntil("2028-02-29T17:05:00Z");

    assertThat(ledger.postings(customer.workspace()))
        .containsExactly("02-28 log 1 1 CNY", "02-29 log 2 2 CNY", "03-01 log 3 3 CNY");
    assertThat(ledger.of(customer).stream().mapToLong(UsageRecord::quantity).sum()).isEqualTo(600);
  }

  @Test
  void lateUsageOfYesterdayIsChargedToThePayerOfNow() {
    Customer before = job.subscribed(Ledger.MORNING);
    Customer now = job.subscribed(Ledger.MORNING);
    job.uses(before.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    ledger.runUntil("2026-05-12T23:05:00Z");
    bind.bind(before.workspace(), now.agreement());
    job.uses(before.workspace(), "log", "3d", "2000000", Ledger.MORNING.plusSeconds(60));
    ledger.runUntil("2026-05-13T00:05:00Z");

    assertThat(ledger.postings(before.workspace()))
        .containsExactly("05-12 log 1 1 CNY", "05-12 log 2 2 CNY");
    ledger.assertBooksHold(before, "1");
    ledger.assertBooksHold(now, "2");
  }

  @Test
  void whatNobodyPaidIsNeverChargedLaterAndKeptWithItsReason() {
    Customer customer = job.subscribed(Ledger.MORNING);
    bind.pays(null, customer.workspace());
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    ledger.runUntil("2026-05-12T03:30:00Z");
    bind.bind(customer.workspace(), customer.agreement());
    job.uses(customer.workspace(), "log", "3d", "500000", clock.now());
    ledger.runUntil("2026-05-12T04:05:00Z");

    assertThat(ledger.postings(customer.workspace()))
        .containsExactly("05-12 log 1 NO_PAYER", "05-12 log 0.5 0.5 CNY");
  }

  @Test
  void usageWithoutAPriceIsKeptWithItsReason() {
    Customer customer = overseas.subscribed("345678901235");
    job.uses(customer.workspace(), "sms", "", "100", Ledger.MORNING);
    ledger.runUntil("2026-05-12T03:05:00Z");
    assertThat(ledger.postings(customer.workspace())).containsExactly("05-12 sms 10 NO_PRICE");
  }

  @Test
  void whatOneTakesBackHidesNoUsageOfAnotherWithoutAPrice() {
    Customer corrected = overseas.subscribed("345678901236");
    job.uses(corrected.workspace(), "sms", "", "100", Ledger.MORNING);
    ledger.runUntil("2026-05-12T03:05:00Z");
    Customer customer = overseas.subscribed("345678901237");
    job.uses(customer.workspace(), "sms", "", "50", clock.now());
    ledger.corrects(corrected.workspace(), "sms", "0");
    ledger.runUntil("2026-05-12T04:05:00Z");

    Instant since = Instant.parse("2026-05-12T03:30:00Z");
    assertThat(tx.<Long>execute(_ -> uncharged.unpricedSince(since))).isOne();
  }

  private void useTheExample(WorkspaceId workspace, String at) {
    Instant instant = Instant.parse(at);
    clock.set(instant);
    job.uses(workspace, "timeseries", "3d", "6000", instant);
    job.uses(workspace, "log", "7d", "2000000", instant);
    job.uses(workspace, "trace", "3d", "2000000", instant);
    job.uses(workspace, "pv", "3d", "20000", instant);
    job.uses(workspace, "trigger", "", "20000", instant);
  }
}
