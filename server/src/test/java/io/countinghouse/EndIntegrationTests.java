package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Inbox;
import io.countinghouse.marketplace.ParkedMessages;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.metering.FailedReadings;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What must not keep an end from coming, or from being undone. */
@JobTest
class EndIntegrationTests implements BothProducts {

  private final MainJob job;
  private final Bind bind;
  private final Ledger ledger;
  private final Inbox inbox;
  private final ParkedMessages parked;
  private final OutboxWorker worker;
  private final FailedReadings failures;
  private final TestClock clock;
  private final JdbcClient jdbc;
  private final TransactionTemplate tx;

  @Autowired
  EndIntegrationTests(
      MainJob job,
      Bind bind,
      Ledger ledger,
      Inbox inbox,
      ParkedMessages parked,
      OutboxWorker worker,
      FailedReadings failures,
      TestClock clock,
      JdbcClient jdbc,
      TransactionTemplate tx) {
    this.job = job;
    this.bind = bind;
    this.ledger = ledger;
    this.inbox = inbox;
    this.parked = parked;
    this.worker = worker;
    this.failures = failures;
    this.clock = clock;
    this.jdbc = jdbc;
    this.tx = tx;
  }

  @BeforeEach
  void inTheMorning() {
    ledger.startInTheMorning();
  }

  @Test
  void anOlderMessageThatComesAfterTheEndLeavesItsBooksToBeFound() {
    Customer customer = job.subscribed(Ledger.MORNING);
    clock.set(Instant.parse("2026-05-12T02:20:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    ledger.runUntil("2026-05-12T03:10:00Z");
    job.uses(customer.workspace(), "log", "3d", "1000000", Instant.parse("2026-05-12T03:10:30Z"));
    ledger.runUntil("2026-05-12T03:20:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("1");

    job.says("subscribe-success", customer.identifier(), Ledger.MORNING.minusSeconds(7200));
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    job.says("subscribe-success", customer.identifier(), Instant.parse("2026-05-12T02:50:00Z"));

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ACTIVE);
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
    ledger.assertBooksHold(customer, "1");
    assertThat(
            jdbc.sql(
                    """
                    SELECT action || ' ' || (details ->> 'amount') AS said FROM audit.entry
                     WHERE subject = :id AND action LIKE 'carry.%' AND details ->> 'reason' LIKE 'PERIOD_END %'
                     ORDER BY id\
                    """)
                .param("id", customer.agreement().value())
                .query(String.class)
                .list())
        .containsExactly("carry.uncollected 1 CNY", "carry.uncollected-returned 1 CNY");
  }

  /** Its owner chose another subscription in between, and lost that one too. */
  @Test
  void anEndThatWasNoneTakesNoWorkspaceBackThatHadMovedOn() {
    Customer first = job.subscribed(Ledger.MORNING);
    Customer second = job.subscribed(Ledger.MORNING);
    clock.advance(Duration.ofMinutes(1));
    job.says("unsubscribe-pending", first.identifier(), clock.now());
    ledger.runUntil("2026-05-12T03:15:00Z");
    assertThat(ledger.state(first)).isEqualTo(AgreementState.ENDED);
    bind.bind(first.workspace(), second.agreement());
    clock.advance(Duration.ofMinutes(5));
    job.says("unsubscribe-success", second.identifier(), clock.now());

    job.says("subscribe-success", first.identifier(), Ledger.MORNING.plusSeconds(120));

    assertThat(ledger.state(first)).isEqualTo(AgreementState.ACTIVE);
    assertThat(ledger.lockState(first)).isEqualTo("LOCKED");
  }

  @Test
  void aWorkspaceThatCannotBeReadHoldsUpNoEnd() {
    Customer customer = job.subscribed(Ledger.MORNING);
    Customer bad = paidBy(customer);
    job.uses(customer.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    job.uses(bad.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    breaksReadingsOf(bad);
    clock.advance(Duration.ofMinutes(5));

    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDING);
    assertThat(ledger.of(customer)).singleElement().extracting("quantity").isEqualTo(100L);
    assertThat(failed())
        .singleElement()
        .satisfies(failed -> {
          assertThat(failed.workspace()).isEqualTo(bad.workspace());
          assertThat(failed.reason()).contains("broken by a test");
        });

    job.says("unsubscribe-success", customer.identifier(), clock.now());

    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.lockState(customer)).isEqualTo("LOCKED");
    assertThat(ledger.lockState(bad)).isEqualTo("LOCKED");
    assertThat(ledger.postings(bad.workspace())).isEmpty();
    ledger.assertBooksHold(customer, "1");

    mendsReadings();
    ledger.runUntil("2026-05-12T03:05:00Z");
    assertThat(ledger.postings(bad.workspace())).containsExactly("05-12 log 1 NO_PAYER");
    ledger.runUntil("2026-05-12T04:05:00Z");
    assertThat(failed()).isEmpty();
  }

  @Test
  void whatIsReadAtLastOfAnEndedSubscriptionIsUncollected() {
    Customer customer = job.subscribed(Ledger.MORNING);
    Customer bad = paidBy(customer);
    job.uses(bad.workspace(), "log", "3d", "1000000", Ledger.MORNING);
    breaksReadingsOf(bad);
    clock.set(Instant.parse("2026-05-12T03:02:00Z"));
    job.says("unsubscribe-success", customer.identifier(), clock.now());
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);

    mendsReadings();
    ledger.runUntil("2026-05-12T03:06:00Z");

    assertThat(ledger.postings(bad.workspace())).containsExactly("05-12 log 1 1 CNY");
    assertThat(ledger.balance(customer, "CARRY")).isEqualByComparingTo("0");
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isEqualByComparingTo("1");
    ledger.runUntil("2026-05-12T04:05:00Z");
    assertThat(failed()).isEmpty();
  }

  @Test
  void aLastRecordThatWasMissedIsMadeAtTheDeadline() {
    Customer customer = Ledger.used(job);
    clock.set(Instant.parse("2026-05-12T02:20:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());
    ledger.runUntil("2026-05-12T02:40:00Z");
    job.uses(customer.workspace(), "trigger", "", "30000", clock.now());
    jdbc.sql("UPDATE outbox.work SET due_at = due_at + interval '2 hours' WHERE kind = :kind")
        .param("kind", "metering.final-record")
        .update();
    ledger.runUntil("2026-05-12T03:21:00Z");
    assertThat(ledger.state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(ledger.of(customer))
        .extracting(UsageRecord::quantity)
        .containsExactlyInAnyOrder(200L, 300L);
    assertThat(ledger.balance(customer, "UNCOLLECTED")).isZero();
    ledger.assertBooksHold(customer, "5");
  }

  @Test
  void aFailureOfThePaymentThatIsToldLateIsNoEnd() {
    String customer = job.newCustomer();
    job.lands(customer);
    job.says("unsubscribe-pending", customer, Ledger.MORNING.plusSeconds(10));
    job.says("subscribe-fail", customer, Ledger.MORNING);
    assertThat(stateOf(customer)).isEqualTo("FAILED");
  }

  @Test
  void whatTheDatabaseCannotHoldIsParkedAllTheSame() {
    String customer = job.newCustomer();
    job.says("subscribe\\u0000somehow", customer, Ledger.MORNING);
    assertThat(parkedOf(customer)).isPositive();
  }

  private String stateOf(String customer) {
    return ledger.text(
        "SELECT state FROM marketplace.agreement WHERE customer_identifier = :name", customer);
  }

  private List<FailedReadings.Failed> failed() {
    return tx.execute(_ -> failures.latest(10));
  }

  /** Another one whose workspace is paid by a customer's agreement too. */
  private Customer paidBy(Customer payer) {
    Customer other = job.subscribed(Ledger.MORNING);
    bind.pays(
        new Payer.CloudAccount(bind.holderOf(payer.agreement()), payer.agreement()),
        other.workspace());
    return other;
  }

  /** Its postings are refused; the database itself says why. */
  private void breaksReadingsOf(Customer customer) {
    jdbc.sql(
            """
            CREATE FUNCTION billing.break_a_reading() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF NEW.workspace_id = '%s' THEN
                RAISE EXCEPTION 'broken by a test';
              END IF;
              RETURN NEW;
            END $$;
            CREATE TRIGGER broken_by_a_test BEFORE INSERT ON billing.posting_set
              FOR EACH ROW EXECUTE FUNCTION billing.break_a_reading()\
            """
                .formatted(customer.workspace().value()))
        .update();
  }

  private void mendsReadings() {
    jdbc.sql("DROP FUNCTION billing.break_a_reading() CASCADE").update();
  }

  @Test
  void whatANewerServerUnderstandsIsReadAgainAtItsStart() {
    String customer = job.newCustomer();
    job.says("subscribe-somehow", customer, Ledger.MORNING);
    jdbc.sql(
            """
            UPDATE marketplace.message SET body = replace(body, 'subscribe-somehow', 'subscribe-success')
             WHERE state = 'PARKED' AND body LIKE :name\
            """)
        .param("name", "%\"" + customer + "\"%")
        .update();

    inbox.run(new DefaultApplicationArguments());
    worker.runAll();

    assertThat(stateOf(customer)).isEqualTo("ACTIVE");
  }

  @Test
  void whatIsParkedForAnotherReasonThanItWasHandledForNeedsAPersonAnew() {
    String customer = job.newCustomer();
    job.says("subscribe-somehow", customer, Ledger.MORNING);
    long message = parkedOf(customer);
    tx.executeWithoutResult(_ -> parked.handle(message, Actor.SYSTEM, "not ours"));
    inbox.run(new DefaultApplicationArguments());
    worker.runAll();
    assertThat(isHandled(message)).as("parked for the same reason").isTrue();

    jdbc.sql(
            "UPDATE marketplace.message SET body = replace(body, 'subscribe-somehow', 'unsubscribe-pending') WHERE id = :id")
        .param("id", message)
        .update();
    inbox.run(new DefaultApplicationArguments());
    worker.runAll();
    assertThat(isHandled(message)).isFalse();
  }

  private long parkedOf(String customer) {
    return jdbc.sql("SELECT id FROM marketplace.message WHERE state = 'PARKED' AND body LIKE :name")
        .param("name", "%\"" + customer + "\"%")
        .query(Long.class)
        .single();
  }

  private boolean isHandled(long message) {
    return jdbc.sql(
            "SELECT handled_at IS NOT NULL FROM marketplace.message WHERE id = :id AND state = 'PARKED'")
        .param("id", message)
        .query(Boolean.class)
        .single();
  }
}
