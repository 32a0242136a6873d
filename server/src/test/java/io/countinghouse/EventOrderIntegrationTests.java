package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.countinghouse.LicensedJob.Event;
import io.countinghouse.LicensedJob.Licensed;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.SetUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Whatever order landing and events of the concurrent model arrive in, each twice and some hours
 * late, agreements and workspaces end where a plain model of what happened says.
 */
@Tag("slow")
@JobTest
class EventOrderIntegrationTests implements BothProducts {

  private static final Instant START = Instant.parse("2026-05-12T02:10:00Z");
  private static final Duration LATE = Duration.ofHours(2);

  private final MainJob job;
  private final LicensedJob licensed;
  private final OutboxWorker worker;
  private final TestClock clock;
  private final LicensedRows rows;

  @Autowired
  EventOrderIntegrationTests(
      MainJob job, LicensedJob licensed, OutboxWorker worker, TestClock clock, JdbcClient jdbc) {
    this.job = job;
    this.licensed = licensed;
    this.worker = worker;
    this.clock = clock;
    this.rows = new LicensedRows(jdbc);
  }

  @BeforeEach
  void allWasSentHalfAnHourAgo() {
    clock.set(START.plus(Duration.ofMinutes(40)));
  }

  static Stream<ArrivalOrder> five() {
    return ArrivalOrder.ofAll(5);
  }

  static Stream<ArrivalOrder> four() {
    return ArrivalOrder.ofAll(4);
  }

  static Stream<ArrivalOrder> three() {
    return ArrivalOrder.ofAll(3);
  }

  /** The first step is the landing where a story has one; it registers as soon as it may. */
  private Optional<WorkspaceId> play(
      ArrivalOrder order, Licensed buyer, List<@Nullable Event> story) {
    Optional<WorkspaceId> workspace = Optional.empty();
    for (int i = 0; i < story.size(); i++) {
      if (i == story.size() - order.late()) {
        pass(LATE);
      }
      Event event = story.get(order.steps().get(i));
      if (event == null) {
        AgreementId agreement = licensed.lands(buyer);
        assertThat(licensed.lands(buyer)).isEqualTo(agreement);
        workspace =
            order.registers()
                    && job.registers(agreement, job.newCustomer())
                        instanceof SetUp.Outcome.Done(var _, WorkspaceId made, var _)
                ? Optional.of(made)
                : Optional.empty();
      } else {
        licensed.tells(event);
        licensed.tells(event);
      }
    }
    return workspace;
  }

  private void pass(Duration time) {
    clock.set(clock.now().plus(time));
    worker.runAll();
  }

  private static Instant minute(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  @ParameterizedTest
  @MethodSource("five")
  void aCancelledAgreementEndsAnHourAfterTheFirstWordOfIt(ArrivalOrder order) {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    List<@Nullable Event> story = new ArrayList<>();
    story.add(null);
    story.add(Event.created(buyer, "NEW", null, minute(0)));
    story.add(Event.licensed(buyer, minute(1)));
    story.add(Event.ended(buyer, "CANCELLED", minute(20)));
    story.add(Event.deprovisioned(buyer, minute(21)));

    Optional<WorkspaceId> workspace = play(order, buyer, story);

    if (order.late() == 0) {
      assertThat(rows.state(buyer)).isEqualTo("ENDING");
      workspace.ifPresent(id -> assertThat(rows.lockOf(id)).isEqualTo("OPEN"));
      pass(LATE);
    }
    assertThat(rows.state(buyer)).isEqualTo("ENDED");
    assertThat(rows.time("period_started_at", buyer)).isEqualTo(minute(1));
    assertThat(rows.time("ended_at", buyer)).isEqualTo(minute(80));
    assertThat(rows.holders(buyer)).isZero();
    workspace.ifPresent(id -> assertThat(rows.bindings(id)).isZero());
    assertNothingIsLeftOver(buyer);
  }

  @ParameterizedTest
  @MethodSource("four")
  void aRenewedAgreementHandsOverAndNeverLocks(ArrivalOrder order) {
    String account = licensed.newAccount();
    Licensed old = licensed.newAgreement(account);
    Licensed next = licensed.newAgreement(account);
    WorkspaceId workspace = setUp(old);

    play(
        order,
        next,
        List.of(
            Event.created(next, "RENEW", old.agreement(), minute(20)),
            Event.licensed(next, minute(21)),
            Event.ended(old, "RENEWED", minute(22)),
            Event.deprovisioned(old, minute(23))));

    assertHandedOver(old, next, workspace);
    assertWasNeverLocked(order, workspace);
    pass(LATE);
    assertHandedOver(old, next, workspace);
    assertNothingIsLeftOver(old);
  }

  @ParameterizedTest
  @MethodSource("four")
  void aReplacedAgreementIsFoundByItsBuyerAndProduct(ArrivalOrder order) {
    String account = licensed.newAccount();
    Licensed old = licensed.newAgreement(account);
    Licensed next = licensed.newAgreement(account);
    WorkspaceId workspace = setUp(old);

    play(
        order,
        next,
        List.of(
            Event.created(next, "REPLACE", null, minute(20)),
            Event.licensed(next, minute(21)),
            Event.ended(old, "REPLACED", minute(22)),
            Event.deprovisioned(old, minute(23))));

    assertHandedOver(old, next, workspace);
    assertWasNeverLocked(order, workspace);
  }

  @ParameterizedTest
  @MethodSource("three")
  void aLicenceThatGoesOnUnderANewerAgreementKeepsItsRow(ArrivalOrder order) {
    Licensed old = licensed.newAgreement(licensed.newAccount());
    Licensed renewed = old.under(old.agreement() + "b");
    WorkspaceId workspace = setUp(old);

    play(
        order,
        old,
        List.of(
            Event.created(renewed, "RENEW", old.agreement(), minute(20)),
            Event.licensed(renewed, minute(21)),
            Event.ended(old, "RENEWED", minute(22))));
    pass(LATE);

    assertThat(rows.state(old)).isEqualTo("ACTIVE");
    assertThat(rows.time("period_started_at", old)).isEqualTo(minute(1));
    assertThat(rows.one("aws_agreement_id", old)).isEqualTo(renewed.agreement());
    assertThat(rows.bindings(workspace)).isOne();
    assertThat(rows.lockOf(workspace)).isEqualTo("OPEN");
  }

  @ParameterizedTest
  @MethodSource("three")
  void aReturnUnderANewerAgreementOutlivesTheOlderOnesEnd(ArrivalOrder order) {
    Licensed old = licensed.newAgreement(licensed.newAccount());
    Licensed back = old.under(old.agreement() + "b");
    WorkspaceId workspace = setUp(old);

    play(
        order,
        old,
        List.of(
            Event.ended(old, "CANCELLED", minute(20)),
            Event.licensed(back, minute(25)),
            Event.deprovisioned(old, minute(26))));
    pass(LATE);

    assertThat(rows.state(old)).isEqualTo("ACTIVE");
    assertThat(rows.time("period_started_at", old)).isEqualTo(minute(1));
    assertThat(rows.bindings(workspace)).isOne();
    assertThat(rows.lockOf(workspace)).isEqualTo("OPEN");
  }

  private WorkspaceId setUp(Licensed buyer) {
    licensed.tells(Event.created(buyer, "NEW", null, minute(0)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    return job.registers(licensed.lands(buyer), job.newCustomer())
            instanceof SetUp.Outcome.Done(var _, WorkspaceId made, var _)
        ? made
        : fail("not registered");
  }

  private void assertHandedOver(Licensed old, Licensed next, WorkspaceId workspace) {
    assertThat(rows.state(old)).isEqualTo("SUCCEEDED");
    assertThat(rows.state(next)).isEqualTo("ACTIVE");
    assertThat(rows.one("successor_id", old)).isEqualTo(rows.one("id", next));
    assertThat(rows.payerOf(workspace)).isEqualTo(rows.one("id", next));
    assertThat(rows.lockOf(workspace)).isEqualTo("OPEN");
    assertThat(rows.holders(old)).isZero();
    assertThat(rows.holders(next)).isOne();
  }

  /** Late news may disprove a lock; in time, there is none at all. */
  private void assertWasNeverLocked(ArrivalOrder order, WorkspaceId workspace) {
    if (order.late() == 0) {
      assertThat(rows.locksOf(workspace)).isZero();
    }
  }

  private void assertNothingIsLeftOver(Licensed buyer) {
    assertThat(
            rows.messages(buyer, "PARKED")
                + rows.messages(buyer, "WAITING")
                + rows.messages(buyer, "STORED"))
        .isZero();
  }
}
