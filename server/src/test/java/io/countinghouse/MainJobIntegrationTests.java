package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Agreements;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.MarketplaceApi.RecordAnswer;
import io.countinghouse.marketplace.UsageRecord;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.SetUp;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** Subscribe, set up, meter, cancel, lock: through the whole server, with AWS scripted. */
@ServerTest
@Import(MainJob.Beans.class)
class MainJobIntegrationTests {

  private static final Instant MORNING = Instant.parse("2026-05-12T02:10:00Z");

  private final MainJob job;
  private final TestClock clock;
  private final OutboxWorker worker;
  private final FakeMarketplace aws;
  private final JdbcClient jdbc;
  private final Agreements agreements;
  private final TransactionTemplate tx;

  @Autowired
  MainJobIntegrationTests(
      MainJob job,
      TestClock clock,
      OutboxWorker worker,
      FakeMarketplace aws,
      JdbcClient jdbc,
      Agreements agreements,
      TransactionTemplate tx) {
    this.job = job;
    this.clock = clock;
    this.worker = worker;
    this.aws = aws;
    this.jdbc = jdbc;
    this.agreements = agreements;
    this.tx = tx;
  }

  @DynamicPropertySource
  static void product(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
  }

  @BeforeEach
  void inTheMorning() {
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
    clock.set(MORNING);
    tx.executeWithoutResult(_ ->
        jdbc.sql(
                """
                INSERT INTO outbox.work (kind, key, payload, due_at, created_at)
                VALUES ('metering.close-hour', '2026-05-12T02:00:00Z', '{}', '2026-05-12T03:05:00Z', now())\
                """)
            .update());
    aws.reset();
  }

  @Test
  void thePublishedExampleArrivesToTheCent() {
    Customer customer = job.subscribed(MORNING);
    useTheExample(customer.workspace(), MORNING);

    runUntil("2026-05-12T03:05:00Z");

    assertThat(of(customer))
        .singleElement()
        .satisfies(record -> {
          assertThat(record.quantity()).isEqualTo(1340);
          assertThat(record.stamp()).isEqualTo(MORNING);
          assertThat(record.allocations())
              .containsExactly(
                  new UsageRecord.Allocation(
                      1340,
                      new TreeMap<>(
                          Map.of("workspace", customer.workspace().value(), "site", "cn2"))));
        });
    assertBooksHold(customer, "13.4");
  }

  @Test
  void anIdleHourIsAZero() {
    Customer customer = job.subscribed(MORNING);

    runUntil("2026-05-12T04:05:00Z");

    assertThat(of(customer)).extracting(UsageRecord::quantity).containsExactly(0L, 0L);
    assertThat(of(customer))
        .extracting(UsageRecord::stamp)
        .containsExactlyInAnyOrder(MORNING, Instant.parse("2026-05-12T03:00:00Z"));
  }

  @Test
  void cancellingSendsTheRunningHourAndOneMoreAndThenLocks() {
    Customer customer = job.subscribed(MORNING);
    job.uses(customer.workspace(), "log", "3d", "1000000", MORNING);
    clock.set(Instant.parse("2026-05-12T02:20:00Z"));
    job.says("unsubscribe-pending", customer.identifier(), clock.now());

    assertThat(of(customer)).extracting(UsageRecord::quantity).containsExactly(100L);
    assertThat(state(customer)).isEqualTo(AgreementState.ENDING);

    clock.advance(Duration.ofMinutes(10));
    job.uses(customer.workspace(), "log", "3d", "500000", clock.now());
    runUntil("2026-05-12T03:09:00Z");
    assertThat(of(customer)).hasSize(1);
    runUntil("2026-05-12T03:10:00Z");
    assertThat(of(customer)).extracting(UsageRecord::quantity).containsExactlyInAnyOrder(100L, 50L);

    job.uses(customer.workspace(), "log", "3d", "100000", Instant.parse("2026-05-12T03:15:00Z"));
    runUntil("2026-05-12T03:20:00Z");
    assertThat(state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(lockState(customer)).isEqualTo("LOCKED");
    assertThat(of(customer)).hasSize(2);
    assertBooksHold(customer, "1.6");
    assertThat(balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0.1");
  }

  @Test
  void aLateSubscribeSuccessUndoesTheEnd() {
    Customer customer = job.subscribed(MORNING);
    Instant cancelled = MORNING.plusSeconds(60);
    clock.set(cancelled);
    job.says("unsubscribe-pending", customer.identifier(), cancelled);
    job.uses(customer.workspace(), "log", "3d", "1000000", cancelled);
    clock.advance(Duration.ofMinutes(70));
    worker.runAll();
    assertThat(lockState(customer)).isEqualTo("LOCKED");

    job.says("subscribe-success", customer.identifier(), cancelled.plusSeconds(60));

    assertThat(state(customer)).isEqualTo(AgreementState.ACTIVE);
    assertThat(lockState(customer)).isEqualTo("OPEN");
    assertBooksHold(customer, "1");
    assertThat(balance(customer, "UNCOLLECTED")).isEqualByComparingTo("0");
  }

  @Test
  void registeringTwiceMakesOneOfEach() {
    String name = job.newCustomer();
    var agreement = job.lands(name);
    job.says("subscribe-success", name, MORNING);
    assertThat(job.registers(agreement, name)).isInstanceOf(SetUp.Outcome.Done.class);
    assertThat(job.registers(job.lands(name), name + "b"))
        .isInstanceOf(SetUp.Outcome.AlreadyHeld.class);
    assertThat(
            count(
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
              assertThat(bindings(done.workspace())).isZero();
            });
    job.says("subscribe-success", name, MORNING);
    assertThat(bindings(((SetUp.Outcome.Done) outcome).workspace())).isEqualTo(1);
  }

  @Test
  void anUnansweredCallIsMadeAgainWithTheSameBytes() {
    Customer customer = job.subscribed(MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", MORNING);
    aws.answering(records -> {
      aws.take(records);
      return new CallAnswer.Unanswered(null, "cut");
    });
    runUntil("2026-05-12T03:05:00Z");
    assertThat(balance(customer, "SENT")).isEqualByComparingTo("2");

    clock.advance(Duration.ofMinutes(1));
    worker.runAll();

    assertThat(aws.calls()).hasSize(2).containsOnly(aws.calls().getFirst());
    assertThat(of(customer)).extracting(UsageRecord::quantity).containsExactly(200L);
    assertThat(balance(customer, "ACCEPTED")).isEqualByComparingTo("2");
    assertBooksHold(customer, "2");
  }

  @Test
  void aRecordThatAwsNeverTookExpiresIntoTheNextHour() {
    Customer customer = job.subscribed(MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", MORNING);
    for (int i = 0; i < 60; i++) {
      aws.answering(_ -> new CallAnswer.NotSent("refused"));
    }
    runUntil("2026-05-12T09:06:00Z");
    while (balance(customer, "ACCEPTED").signum() == 0) {
      clock.advance(Duration.ofMinutes(30));
      worker.runAll();
      assertThat(clock.now()).isBefore(Instant.parse("2026-05-13T00:00:00Z"));
    }
    assertThat(of(customer).stream().mapToLong(UsageRecord::quantity).sum()).isEqualTo(200);
    assertBooksHold(customer, "2");
  }

  @Test
  void aRefusalAfterTheEndBeganEndsTheAgreement() {
    Customer customer = job.subscribed(MORNING);
    job.uses(customer.workspace(), "trigger", "", "20000", MORNING);
    aws.answering(records ->
        new CallAnswer.Answered(
            "{}",
            records.stream().map(_ -> (RecordAnswer) new RecordAnswer.NotSubscribed()).toList()));
    clock.advance(Duration.ofSeconds(1));
    // AWS's clock is ahead of ours.
    job.says("unsubscribe-pending", customer.identifier(), MORNING.plusSeconds(5));

    assertThat(state(customer)).isEqualTo(AgreementState.ENDED);
    assertThat(balance(customer, "UNCOLLECTED")).isEqualByComparingTo("2");
    assertThat(balance(customer, "REFUSED")).isEqualByComparingTo("0");
    assertBooksHold(customer, "2");
  }

  private void useTheExample(WorkspaceId workspace, Instant at) {
    job.uses(workspace, "timeseries", "3d", "6000", at);
    job.uses(workspace, "log", "7d", "2000000", at);
    job.uses(workspace, "trace", "3d", "2000000", at);
    job.uses(workspace, "pv", "3d", "20000", at);
    job.uses(workspace, "trigger", "", "20000", at);
  }

  /** Goes on from due work to due work until an instant, as time does. */
  private void runUntil(String until) {
    Instant end = Instant.parse(until);
    worker.runAll();
    Instant next = nextDue();
    while (!next.isAfter(end)) {
      clock.set(next.isAfter(clock.now()) ? next : clock.now());
      worker.runAll();
      next = nextDue();
    }
    clock.set(end);
    worker.runAll();
  }

  private Instant nextDue() {
    return jdbc.sql("SELECT min(due_at) FROM outbox.work WHERE state = 'DUE'")
        .query((rs, _) -> rs.getTimestamp(1).toInstant())
        .single();
  }

  private List<UsageRecord> of(Customer customer) {
    return aws.taken().stream()
        .filter(record -> record.customerIdentifier().equals(customer.identifier()))
        .toList();
  }

  private AgreementState state(Customer customer) {
    Agreement agreement = tx.execute(_ -> agreements.find(customer.agreement()).orElseThrow());
    return agreement.state();
  }

  private String lockState(Customer customer) {
    return jdbc.sql("SELECT lock_state FROM workspace.workspace WHERE id = :id")
        .param("id", customer.workspace().value())
        .query(String.class)
        .single();
  }

  private long bindings(WorkspaceId workspace) {
    return count(
        "SELECT count(*) FROM settlement.binding WHERE workspace_id = :name", workspace.value());
  }

  private long count(String sql, String name) {
    return jdbc.sql(sql).param("name", name).query(Long.class).single();
  }

  private BigDecimal balance(Customer customer, String account) {
    return jdbc.sql(
            """
            SELECT coalesce(sum(CASE WHEN to_account = :account THEN amount ELSE -amount END), 0)
              FROM billing.entry WHERE agreement_id = :id AND :account IN (from_account, to_account)\
            """)
        .param("account", account)
        .param("id", customer.agreement().value())
        .query(BigDecimal.class)
        .single();
  }

  /**
   * The equation: what postings say is what the accounts hold, and the records agree with their
   * accounts.
   */
  private void assertBooksHold(Customer customer, String accrued) {
    BigDecimal posted =
        jdbc.sql("SELECT coalesce(sum(amount), 0) FROM billing.posting WHERE agreement_id = :id")
            .param("id", customer.agreement().value())
            .query(BigDecimal.class)
            .single();
    assertThat(posted).isEqualByComparingTo(accrued);
    BigDecimal held = BigDecimal.ZERO;
    for (String account :
        List.of(
            "CARRY",
            "DUE",
            "SENT",
            "ACCEPTED",
            "REFUSED",
            "UNKNOWN",
            "DISPUTED",
            "WITHHELD",
            "UNCOLLECTED")) {
      held = held.add(balance(customer, account));
    }
    assertThat(held).isEqualByComparingTo(posted);
    BigDecimal accepted =
        jdbc.sql(
                "SELECT coalesce(sum(amount), 0) FROM metering.record WHERE agreement_id = :id AND state = 'ACCEPTED'")
            .param("id", customer.agreement().value())
            .query(BigDecimal.class)
            .single();
    assertThat(balance(customer, "ACCEPTED")).isEqualByComparingTo(accepted);
  }
}
