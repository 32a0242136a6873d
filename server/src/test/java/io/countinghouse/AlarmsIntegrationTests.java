package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Money;
import io.countinghouse.marketplace.FakeMarketplace;
import io.countinghouse.marketplace.MarketplaceApi.CallAnswer;
import io.countinghouse.marketplace.ParkedMessages;
import io.countinghouse.metering.Alarm;
import io.countinghouse.metering.AlarmKind;
import io.countinghouse.metering.Alarms;
import io.countinghouse.metering.RecordDecisions;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/** What is wrong is told when it arises, once a day while it lasts, and when it is over. */
@ServerTest
@Import(MainJob.Beans.class)
class AlarmsIntegrationTests {

  private static final String OPERATORS = "operators@example.com";
  private static final Currency YUAN = Currency.getInstance("CNY");

  private final MainJob job;
  private final FakeMarketplace aws;
  private final Ledger ledger;
  private final Alarms alarms;
  private final RecordDecisions decisions;
  private final ParkedMessages parked;
  private final MeterRegistry meters;
  private final JdbcClient jdbc;
  private final TransactionTemplate tx;

  @Autowired
  AlarmsIntegrationTests(
      MainJob job,
      FakeMarketplace aws,
      Ledger ledger,
      Alarms alarms,
      RecordDecisions decisions,
      ParkedMessages parked,
      MeterRegistry meters,
      JdbcClient jdbc,
      TransactionTemplate tx) {
    this.job = job;
    this.aws = aws;
    this.ledger = ledger;
    this.alarms = alarms;
    this.decisions = decisions;
    this.parked = parked;
    this.meters = meters;
    this.jdbc = jdbc;
    this.tx = tx;
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    MainJob.register(registry);
    registry.add("countinghouse.metering.alarm-every", () -> "10m");
    registry.add("countinghouse.notification.operators", () -> OPERATORS);
    registry.add("countinghouse.notification.operators-language", () -> "en");
  }

  @BeforeEach
  void inTheMorning() {
    jdbc.sql("UPDATE outbox.work SET due_at = :due WHERE kind = 'metering.watch-alarms'")
        .param("due", OffsetDateTime.parse("2026-05-12T02:20:00Z"))
        .update();
    jdbc.sql("DELETE FROM metering.failed_reading").update();
    ledger.startInTheMorning();
  }

  private Set<AlarmKind> kinds() {
    return tx.execute(_ -> alarms.all()).stream()
        .map(it -> it.alarm().kind())
        .collect(Collectors.toSet());
  }

  private long told(String subject) {
    return job.mailsTo(OPERATORS).stream().filter(subject::equals).count();
  }

  @Test
  void anAmountThatAwsRefusedIsToldUntilAPersonDecides() {
    Customer customer = Ledger.used(job);
    aws.answering(_ -> new CallAnswer.Rejected(400, "InvalidUsageDimensionException", "{}"));
    ledger.runUntil("2026-05-12T03:30:00Z");
    assertThat(kinds()).containsExactly(AlarmKind.REFUSED);
    assertThat(tx.execute(_ -> alarms.all()).getFirst().alarm().amounts())
        .containsExactly(Money.of(new BigDecimal("2"), YUAN));
    assertThat(meters.get("countinghouse.alarm").tag("kind", "refused").gauge().value())
        .isEqualTo(1);
    assertThat(told("Alarm: Records that AWS refused")).isEqualTo(1);

    ledger.runUntil("2026-05-13T00:30:00Z");
    assertThat(told("Alarm: Records that AWS refused")).isEqualTo(2);

    handle(customer);
    ledger.runUntil("2026-05-13T00:50:00Z");
    assertThat(kinds()).isEmpty();
    assertThat(told("Over: Records that AWS refused")).isEqualTo(1);
    ledger.assertBooksHold(customer, "2");
  }

  /** An entry that no node seals: of a number that no entry has. */
  @Test
  void anEntryThatWaitsLongForItsSealIsTold() {
    jdbc.sql(
            "INSERT INTO audit.unsealed (entry_id, noted_at) VALUES (-1, now() - interval '6 minutes')")
        .update();
    try {
      ledger.runUntil("2026-05-12T02:30:00Z");
      assertThat(kinds()).containsExactly(AlarmKind.AUDIT_UNSEALED);
    } finally {
      jdbc.sql("DELETE FROM audit.unsealed WHERE entry_id = -1").update();
    }
    ledger.runUntil("2026-05-12T02:50:00Z");
    assertThat(kinds()).isEmpty();
  }

  private void handle(Customer customer) {
    record Row(String id, long version) {}
    Row row =
        jdbc.sql(
                "SELECT id, version FROM metering.record WHERE agreement_id = :id AND state = 'REFUSED'")
            .param("id", customer.agreement().value())
            .query((rs, _) -> new Row(rs.getString("id"), rs.getLong("version")))
            .single();
    RecordDecisions.Decision decision =
        new RecordDecisions.Decision(
            row.id(),
            row.version(),
            RecordDecisions.Choice.HANDLED,
            Money.zero(YUAN),
            Actor.SYSTEM,
            "given up");
    assertThat(tx.<RecordDecisions.Outcome>execute(_ -> decisions.decide(decision)))
        .isEqualTo(RecordDecisions.Outcome.DONE);
    assertThat(tx.<RecordDecisions.Outcome>execute(_ -> decisions.decide(decision)))
        .isEqualTo(RecordDecisions.Outcome.CHANGED);
  }

  @Test
  void anHourThatCannotBeReportedIsToldByCauseAndByAge() {
    Ledger.used(job);
    for (int i = 0; i < 2000; i++) {
      aws.answering(_ -> new CallAnswer.Misconfigured(403, "AccessDeniedException", "{}"));
    }
    ledger.runUntil("2026-05-12T03:20:00Z");
    assertThat(kinds()).containsExactly(AlarmKind.CONFIGURATION);
    ledger.runUntil("2026-05-12T04:20:00Z");
    assertThat(kinds())
        .containsExactlyInAnyOrder(AlarmKind.CONFIGURATION, AlarmKind.UNREPORTED_HOURS);
    // Six hours in China, and three before that.
    ledger.runUntil("2026-05-12T06:20:00Z");
    assertThat(kinds())
        .containsExactlyInAnyOrder(
            AlarmKind.CONFIGURATION, AlarmKind.UNREPORTED_HOURS, AlarmKind.AGE_LIMIT);
    // Nothing is left to send: no call will tell whether it is mended.
    jdbc.sql(
            """
            UPDATE metering.record SET state = 'WITHHELD', next_attempt_at = NULL WHERE state IN ('DUE', 'SENT')\
            """)
        .update();
    ledger.runUntil("2026-05-12T06:40:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.CONFIGURATION);
  }

  @Test
  void aFinalWindowThatClosesIsTold() {
    Customer customer = Ledger.used(job);
    for (int i = 0; i < 2000; i++) {
      aws.answering(_ -> new CallAnswer.NotSent("refused"));
    }
    job.says("unsubscribe-pending", customer.identifier(), Ledger.MORNING);
    ledger.runUntil("2026-05-12T02:40:00Z");
    assertThat(kinds()).isEmpty();
    ledger.runUntil("2026-05-12T02:52:00Z");
    assertThat(kinds()).containsExactly(AlarmKind.FINAL_DEADLINE);
    // Over, and nobody has them still.
    ledger.runUntil("2026-05-12T03:12:00Z");
    assertThat(kinds()).contains(AlarmKind.FINAL_DEADLINE);
  }

  @Test
  void otherThingsForAPersonAreTold() {
    jdbc.sql(
            """
            INSERT INTO outbox.work (kind, key, payload, state, due_at, created_at)
            VALUES ('nobody', 'x', '{}', 'PARKED', now(), now())\
            """)
        .update();
    garbled("garbled");
    ledger.runUntil("2026-05-12T02:31:00Z");
    assertThat(kinds()).isEqualTo(Set.of(AlarmKind.PARKED_WORK, AlarmKind.PARKED_MESSAGES));
    assertThat(
            List.of("Alarm: Work that failed for good", "Alarm: Messages that nobody understood"))
        .allSatisfy(it -> assertThat(told(it)).isEqualTo(1));
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'nobody'").update();

    // More of it is told again, though not more often than hourly; handled, it is over.
    garbled("garbled2");
    ledger.runUntil("2026-05-12T03:10:00Z");
    assertThat(told("Alarm: Messages that nobody understood")).isEqualTo(1);
    ledger.runUntil("2026-05-12T03:41:00Z");
    assertThat(told("Alarm: Messages that nobody understood")).isEqualTo(2);
    handle(parkedMessages().getFirst());
    ledger.runUntil("2026-05-12T04:00:00Z");
    garbled("garbled3");
    ledger.runUntil("2026-05-12T04:50:00Z");
    assertThat(told("Alarm: Messages that nobody understood")).as("more than since").isEqualTo(3);
    parkedMessages().forEach(this::handle);
    ledger.runUntil("2026-05-12T05:10:00Z");
    assertThat(kinds()).isEmpty();
  }

  @Test
  void anOpenRefundCaseIsToldWithItsAmountUntilItIsClosed() {
    Customer customer = Ledger.used(job);
    jdbc.sql(
            """
            INSERT INTO billing.refund_case (id, agreement_id, dimension, amount, currency, cause, opened_at)
            VALUES ('refund_told', :agreement, 'fee', 1.5, 'CNY', 'PERIOD_END 2026-04-01T00:00:00Z', now())\
            """)
        .param("agreement", customer.agreement().value())
        .update();
    ledger.runUntil("2026-05-12T02:31:00Z");
    List<Alarms.Held> held = tx.execute(_ -> alarms.all());
    assertThat(held)
        .extracting(Alarms.Held::alarm)
        .contains(
            new Alarm(AlarmKind.REFUND_CASES, 1, List.of(Money.of(new BigDecimal("1.5"), YUAN))));
    jdbc.sql("DELETE FROM billing.refund_case WHERE id = 'refund_told'").update();
    ledger.runUntil("2026-05-12T02:51:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.REFUND_CASES);
  }

  private List<Long> parkedMessages() {
    return jdbc.sql(
            "SELECT id FROM marketplace.message WHERE dedup_key LIKE 'garbled%' AND handled_at IS NULL")
        .query((rs, _) -> rs.getLong("id"))
        .list();
  }

  private void handle(long id) {
    tx.executeWithoutResult(_ -> parked.handle(id, Actor.SYSTEM, "not ours"));
    tx.executeWithoutResult(_ -> parked.handle(id, Actor.SYSTEM, "again"));
    assertThat(
            jdbc.sql("SELECT handled_reason FROM marketplace.message WHERE id = :id")
                .param("id", id)
                .query(String.class)
                .single())
        .isEqualTo("not ours");
  }

  private void garbled(String key) {
    jdbc.sql(
            """
            INSERT INTO marketplace.message (product_code, dedup_key, sent_at, received_at, body, state, reason)
            VALUES ('prodcn', :key, now(), now(), '?', 'PARKED', 'not understood')\
            """)
        .param("key", key)
        .update();
  }

  @Test
  void anHourThatFailsToCloseAgainAndAgainIsTold() {
    jdbc.sql("ALTER TABLE usage.touched_day RENAME TO touched_day_away").update();
    try {
      ledger.runUntil("2026-05-12T03:50:00Z");
      assertThat(kinds()).doesNotContain(AlarmKind.HOURS_NOT_MADE);
      ledger.runUntil("2026-05-12T04:20:00Z");
      assertThat(kinds()).contains(AlarmKind.HOURS_NOT_MADE);
    } finally {
      jdbc.sql("ALTER TABLE usage.touched_day_away RENAME TO touched_day").update();
    }
    ledger.runUntil("2026-05-12T04:50:00Z");
    assertThat(kinds()).doesNotContain(AlarmKind.HOURS_NOT_MADE);
  }
}
