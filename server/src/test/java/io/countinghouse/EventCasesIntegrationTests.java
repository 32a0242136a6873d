package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.countinghouse.LicensedJob.Event;
import io.countinghouse.LicensedJob.Licensed;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.EndMoved;
import io.countinghouse.marketplace.Successions;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.CloudAccountEnding;
import io.countinghouse.settlement.SetUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/**
 * Single cases of the concurrent model: starts to come, ends that cannot be placed, many buyers.
 */
@Tag("slow")
@JobTest
@RecordApplicationEvents
class EventCasesIntegrationTests implements BothProducts {

  private static final Instant START = Instant.parse("2026-05-12T02:10:00Z");
  private static final Duration LATE = Duration.ofHours(2);

  private final MainJob job;
  private final LicensedJob licensed;
  private final OutboxWorker worker;
  private final TestClock clock;
  private final LicensedRows rows;
  private final Successions successions;

  @Autowired
  EventCasesIntegrationTests(
      MainJob job,
      LicensedJob licensed,
      OutboxWorker worker,
      TestClock clock,
      JdbcClient jdbc,
      Successions successions) {
    this.job = job;
    this.licensed = licensed;
    this.worker = worker;
    this.clock = clock;
    this.rows = new LicensedRows(jdbc);
    this.successions = successions;
  }

  @BeforeEach
  void allWasSentHalfAnHourAgo() {
    clock.set(START.plus(Duration.ofMinutes(40)));
  }

  private void pass(Duration time) {
    clock.set(clock.now().plus(time));
    worker.runAll();
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  @Test
  void anAgreementThatStartsLaterIsPendingUntilThen() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0), minute(600)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    AgreementId agreement = licensed.lands(buyer);
    assertThat(job.registers(agreement, job.newCustomer()))
        .isInstanceOfSatisfying(
            SetUp.Outcome.Done.class, done -> assertThat(done.active()).isFalse());
    assertThat(rows.state(buyer)).isEqualTo("PENDING");

    clock.set(minute(600));
    worker.runAll();

    assertThat(rows.state(buyer)).isEqualTo("ACTIVE");
    assertThat(rows.time("period_started_at", buyer)).isEqualTo(minute(600));
  }

  @Test
  void aStartThatIsToldAfterTheLicenceIsWhereItsPeriodBegins() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.licensed(buyer, minute(1)));
    assertThat(rows.state(buyer)).isEqualTo("ACTIVE");
    licensed.tells(Event.created(buyer, "NEW", null, minute(0), minute(600)));
    assertThat(rows.time("period_started_at", buyer)).isEqualTo(minute(600));

    clock.set(minute(600));
    worker.runAll();

    assertThat(rows.state(buyer)).isEqualTo("ACTIVE");
    assertThat(rows.time("period_started_at", buyer)).isEqualTo(minute(600));
  }

  @Test
  void theTwoEventsOfOneEndAreToldOnceAndAnEarlierDeadlineAnew(ApplicationEvents published) {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    job.registers(licensed.lands(buyer), job.newCustomer());
    licensed.tells(Event.deprovisioned(buyer, minute(30)));
    licensed.tells(Event.ended(buyer, "CANCELLED", minute(30).minusSeconds(3)));
    assertThat(published.stream(CloudAccountEnding.class)).hasSize(1);

    licensed.tells(Event.ended(buyer, "CANCELLED", minute(20)));
    assertThat(published.stream(CloudAccountEnding.class)).hasSize(2);
  }

  @Test
  void anEndThatTurnsOutToBeLaterHasAnotherLastRecord(ApplicationEvents published) {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    licensed.tells(Event.ended(buyer, "CANCELLED", minute(20)));
    licensed.tells(Event.deprovisioned(buyer, minute(40)));
    licensed.tells(Event.licensed(buyer, minute(30)));
    assertThat(rows.time("ending_since", buyer)).isEqualTo(minute(40));
    assertThat(published.stream(EndMoved.class))
        .singleElement()
        .satisfies(it -> assertThat(it.known()).isEqualTo(minute(20)));
  }

  @Test
  void aRenewedAgreementThatNothingFollowsWakesSomebodyAfterAnHour() {
    long before = successions.overdue();
    Licensed old = licensed.newAgreement(licensed.newAccount());
    setUp(old);
    licensed.tells(Event.ended(old, "RENEWED", minute(10)));
    assertThat(successions.overdue()).isEqualTo(before);
    clock.advance(Duration.ofMinutes(61));
    assertThat(successions.overdue()).isEqualTo(before + 1);
    Licensed next = licensed.newAgreement(old.account());
    licensed.tells(Event.created(next, "RENEW", old.agreement(), minute(10)));
    licensed.tells(Event.licensed(next, minute(11)));
    worker.runAll();
    assertThat(successions.overdue()).isEqualTo(before);
  }

  @Test
  void anAgreementCancelledBeforeItsStartNeverStarts() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0), minute(600)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    licensed.tells(Event.ended(buyer, "CANCELLED", minute(30)));
    clock.set(minute(700));
    worker.runAll();
    assertThat(rows.state(buyer)).isEqualTo("ENDED");
    assertThat(rows.one("period_started_at", buyer)).isNull();
  }

  @Test
  void aRenewalCancelledBeforeItStartsRenewsNothing() {
    Licensed old = licensed.newAgreement(licensed.newAccount());
    Licensed next = licensed.newAgreement(old.account());
    setUp(old);
    licensed.tells(Event.created(next, "RENEW", old.agreement(), minute(10), minute(600)));
    licensed.tells(Event.ended(next, "CANCELLED", minute(30)));
    clock.set(minute(700));
    worker.runAll();
    assertThat(rows.state(old)).isEqualTo("ACTIVE");
  }

  @Test
  void aSuccessorIsNotSetUpAnew() {
    Licensed old = licensed.newAgreement(licensed.newAccount());
    Licensed next = licensed.newAgreement(old.account());
    setUp(old);
    licensed.tells(Event.created(next, "RENEW", old.agreement(), minute(10), minute(600)));
    licensed.tells(Event.licensed(next, minute(11)));
    assertThat(job.registers(licensed.lands(next), job.newCustomer()))
        .isEqualTo(new SetUp.Outcome.NotUsable(AgreementState.SUCCEEDED));
  }

  @Test
  void anEndWithoutALicenceIsAnAlarmUntilItHasOne() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0)));
    licensed.tells(Event.ended(buyer, "CANCELLED", minute(20)));
    assertThat(rows.messages(buyer, "WAITING")).isOne();
    assertThat(rows.messages(buyer, "PARKED")).isOne();

    licensed.tells(Event.licensed(buyer, minute(1)));

    assertThat(rows.state(buyer)).isEqualTo("ENDING");
    assertThat(rows.messages(buyer, "APPLIED")).isEqualTo(3);
  }

  @Test
  void notificationsOfTheOtherModelChangeNothingAndAreSeen() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    setUp(buyer);
    licensed.says("unsubscribe-success", "someone", minute(30));
    assertThat(rows.state(buyer)).isEqualTo("ACTIVE");
    assertThat(rows.parkedAsOfTheOtherModel()).isPositive();
  }

  @Test
  void aSeededMixOfManyBuyersEndsRight() {
    long seed = 20260512;
    Random random = new Random(seed);
    List<Licensed> cancelled = new ArrayList<>();
    List<Licensed> kept = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    String account = licensed.newAccount();
    for (int i = 0; i < 12; i++) {
      Licensed buyer = licensed.newAgreement(account);
      (i % 3 == 0 ? cancelled : kept).add(buyer);
      events.add(Event.created(buyer, "NEW", null, minute(0)));
      events.add(Event.licensed(buyer, minute(1)));
      if (i % 3 == 0) {
        events.add(Event.ended(buyer, "TERMINATED", minute(20)));
        events.add(Event.deprovisioned(buyer, minute(20)));
      }
    }
    events.addAll(List.copyOf(events));
    Collections.shuffle(events, random);
    events.forEach(licensed::tells);
    pass(LATE);
    assertThat(cancelled).as("seed %d", seed).allMatch(buyer -> rows.state(buyer).equals("ENDED"));
    assertThat(kept).as("seed %d", seed).allMatch(buyer -> rows.state(buyer).equals("ACTIVE"));
  }

  private WorkspaceId setUp(Licensed buyer) {
    licensed.tells(Event.created(buyer, "NEW", null, minute(0)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    return job.registers(licensed.lands(buyer), job.newCustomer())
            instanceof SetUp.Outcome.Done(var _, WorkspaceId made, var _)
        ? made
        : fail("not registered");
  }
}
