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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * Whatever order landing and events of the concurrent model arrive in, each twice and some hours
 * late, agreements and workspaces end where a plain model of what happened says.
 */
@Tag("slow")
@ServerTest
@Import({MainJob.Beans.class, LicensedJob.Beans.class})
class EventOrderIntegrationTests {

  private static final Instant START = Instant.parse("2026-05-12T02:10:00Z");
  private static final Duration LATE = Duration.ofHours(2);

  private final MainJob job;
  private final LicensedJob licensed;
  private final OutboxWorker worker;
  private final TestClock clock;
  private final JdbcClient jdbc;

  @Autowired
  EventOrderIntegrationTests(
      MainJob job, LicensedJob licensed, OutboxWorker worker, TestClock clock, JdbcClient jdbc) {
    this.job = job;
    this.licensed = licensed;
    this.worker = worker;
    this.clock = clock;
    this.jdbc = jdbc;
  }

  @DynamicPropertySource
  static void products(DynamicPropertyRegistry registry) {
    ConcurrentJob.register(registry);
  }

  @BeforeEach
  void allWasSentHalfAnHourAgo() {
    clock.set(START.plus(Duration.ofMinutes(40)));
  }

  /**
   * An order of arrival.
   *
   * @param steps the numbers of the steps of a story, in the order in which they arrive
   * @param late how many of the last ones arrive hours later; the final window is over by then
   */
  record Order(List<Integer> steps, int late) {

    /** All orders of so many steps, and for every second one some that come late. */
    static Stream<Order> ofAll(int steps) {
      List<List<Integer>> all = new ArrayList<>();
      permute(IntStream.range(0, steps).boxed().toList(), List.of(), all);
      return IntStream.range(0, all.size())
          .mapToObj(i -> new Order(all.get(i), i % 2 == 0 ? 0 : i / 2 % steps));
    }

    private static void permute(List<Integer> rest, List<Integer> head, List<List<Integer>> all) {
      if (rest.isEmpty()) {
        all.add(head);
      }
      for (Integer next : rest) {
        List<Integer> less = new ArrayList<>(rest);
        less.remove(/* element */ next);
        List<Integer> more = new ArrayList<>(head);
        more.add(next);
        permute(less, more, all);
      }
    }
  }

  static Stream<Order> five() {
    return Order.ofAll(5);
  }

  static Stream<Order> four() {
    return Order.ofAll(4);
  }

  static Stream<Order> three() {
    return Order.ofAll(3);
  }

  /** The first step is the landing where a story has one; it registers as soon as it may. */
  private Optional<WorkspaceId> play(Order order, Licensed buyer, List<@Nullable Event> story) {
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
            job.registers(agreement, job.newCustomer())
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
  void aCancelledAgreementEndsAnHourAfterTheFirstWordOfIt(Order order) {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    List<@Nullable Event> story = new ArrayList<>();
    story.add(null);
    story.add(Event.created(buyer, "NEW", null, minute(0)));
    story.add(Event.licensed(buyer, minute(1)));
    story.add(Event.ended(buyer, "CANCELLED", minute(20)));
    story.add(Event.deprovisioned(buyer, minute(21)));

    Optional<WorkspaceId> workspace = play(order, buyer, story);

    if (order.late() == 0) {
      assertThat(state(buyer)).isEqualTo("ENDING");
      workspace.ifPresent(id -> assertThat(lockOf(id)).isEqualTo("OPEN"));
      pass(LATE);
    }
    assertThat(state(buyer)).isEqualTo("ENDED");
    assertThat(time("period_started_at", buyer)).isEqualTo(minute(1));
    assertThat(time("ended_at", buyer)).isEqualTo(minute(80));
    assertThat(holders(buyer)).isZero();
    workspace.ifPresent(id -> assertThat(bindings(id)).isZero());
    assertNothingIsLeftOver(buyer);
  }

  @ParameterizedTest
  @MethodSource("four")
  void aRenewedAgreementHandsOverAndNeverLocks(Order order) {
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
  void aReplacedAgreementIsFoundByItsBuyerAndProduct(Order order) {
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
  void aLicenceThatGoesOnUnderANewerAgreementKeepsItsRow(Order order) {
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

    assertThat(state(old)).isEqualTo("ACTIVE");
    assertThat(time("period_started_at", old)).isEqualTo(minute(1));
    assertThat(one("aws_agreement_id", old)).isEqualTo(renewed.agreement());
    assertThat(bindings(workspace)).isOne();
    assertThat(lockOf(workspace)).isEqualTo("OPEN");
  }

  @ParameterizedTest
  @MethodSource("three")
  void aReturnUnderANewerAgreementOutlivesTheOlderOnesEnd(Order order) {
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

    assertThat(state(old)).isEqualTo("ACTIVE");
    assertThat(time("period_started_at", old)).isEqualTo(minute(1));
    assertThat(bindings(workspace)).isOne();
    assertThat(lockOf(workspace)).isEqualTo("OPEN");
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
    assertThat(state(buyer)).isEqualTo("PENDING");

    clock.set(minute(600));
    worker.runAll();

    assertThat(state(buyer)).isEqualTo("ACTIVE");
    assertThat(time("period_started_at", buyer)).isEqualTo(minute(600));
  }

  @Test
  void anAgreementCancelledBeforeItsStartNeverStarts() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0), minute(600)));
    licensed.tells(Event.licensed(buyer, minute(1)));
    licensed.tells(Event.ended(buyer, "CANCELLED", minute(30)));
    clock.set(minute(700));
    worker.runAll();
    assertThat(state(buyer)).isEqualTo("ENDED");
    assertThat(one("period_started_at", buyer)).isNull();
  }

  @Test
  void anEndWithoutALicenceIsAnAlarmUntilItHasOne() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    licensed.tells(Event.created(buyer, "NEW", null, minute(0)));
    licensed.tells(Event.ended(buyer, "CANCELLED", minute(20)));
    assertThat(messages(buyer, "WAITING")).isOne();
    assertThat(messages(buyer, "PARKED")).isOne();

    licensed.tells(Event.licensed(buyer, minute(1)));

    assertThat(state(buyer)).isEqualTo("ENDING");
    assertThat(messages(buyer, "APPLIED")).isEqualTo(3);
  }

  @Test
  void notificationsOfTheOtherModelChangeNothingAndAreSeen() {
    Licensed buyer = licensed.newAgreement(licensed.newAccount());
    setUp(buyer);
    licensed.says("unsubscribe-success", "someone", minute(30));
    assertThat(state(buyer)).isEqualTo("ACTIVE");
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM marketplace.message WHERE state = 'PARKED' AND reason LIKE '%model%'")
                .query(Long.class)
                .single())
        .isPositive();
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
    assertThat(cancelled).as("seed %d", seed).allMatch(buyer -> state(buyer).equals("ENDED"));
    assertThat(kept).as("seed %d", seed).allMatch(buyer -> state(buyer).equals("ACTIVE"));
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
    assertThat(state(old)).isEqualTo("SUCCEEDED");
    assertThat(state(next)).isEqualTo("ACTIVE");
    assertThat(one("successor_id", old)).isEqualTo(one("id", next));
    assertThat(payerOf(workspace)).isEqualTo(one("id", next));
    assertThat(lockOf(workspace)).isEqualTo("OPEN");
    assertThat(holders(old)).isZero();
    assertThat(holders(next)).isOne();
  }

  /** Late news may disprove a lock; in time, there is none at all. */
  private void assertWasNeverLocked(Order order, WorkspaceId workspace) {
    if (order.late() == 0) {
      assertThat(
              jdbc.sql(
                      "SELECT count(*) FROM audit.entry WHERE subject = :id AND action LIKE '%lock%'")
                  .param("id", workspace.value())
                  .query(Long.class)
                  .single())
          .isZero();
    }
  }

  private void assertNothingIsLeftOver(Licensed buyer) {
    assertThat(messages(buyer, "PARKED") + messages(buyer, "WAITING") + messages(buyer, "STORED"))
        .isZero();
  }

  private long messages(Licensed buyer, String state) {
    return jdbc.sql(
            "SELECT count(*) FROM marketplace.message WHERE about_aws_agreement = :aws AND state ="
                + " :state")
        .param("aws", buyer.agreement())
        .param("state", state)
        .query(Long.class)
        .single();
  }

  private String state(Licensed buyer) {
    return String.valueOf(one("state", buyer));
  }

  private @Nullable String one(String column, Licensed buyer) {
    return jdbc.sql("SELECT " + column + " FROM marketplace.agreement WHERE license_id = :license")
        .param("license", buyer.licenseId())
        .query((rs, _) -> rs.getString(1))
        .list()
        .getFirst();
  }

  private Instant time(String column, Licensed buyer) {
    return jdbc.sql("SELECT " + column + " FROM marketplace.agreement WHERE license_id = :license")
        .param("license", buyer.licenseId())
        .query((rs, _) -> rs.getTimestamp(1).toInstant())
        .single();
  }

  private long holders(Licensed buyer) {
    return jdbc.sql(
            "SELECT count(*) FROM settlement.cloud_account WHERE removed_at IS NULL AND agreement_id ="
                + " (SELECT id FROM marketplace.agreement WHERE license_id = :license)")
        .param("license", buyer.licenseId())
        .query(Long.class)
        .single();
  }

  private long bindings(WorkspaceId workspace) {
    return jdbc.sql(
            "SELECT count(*) FROM settlement.binding WHERE workspace_id = :id AND upper_inf(during)")
        .param("id", workspace.value())
        .query(Long.class)
        .single();
  }

  private String payerOf(WorkspaceId workspace) {
    return jdbc.sql(
            "SELECT agreement_id FROM settlement.binding WHERE workspace_id = :id AND"
                + " upper_inf(during)")
        .param("id", workspace.value())
        .query(String.class)
        .single();
  }

  private String lockOf(WorkspaceId workspace) {
    return jdbc.sql("SELECT lock_state FROM workspace.workspace WHERE id = :id")
        .param("id", workspace.value())
        .query(String.class)
        .single();
  }
}
