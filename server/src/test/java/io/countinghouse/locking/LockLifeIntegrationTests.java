package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.Work;
import io.countinghouse.workspace.LockState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Locks over their time: reminders, the full lock, opening again, dissolving, other ends. */
@RecordApplicationEvents
class LockLifeIntegrationTests extends LockIntegration {

  @Autowired private DueLocks dueLocks;
  @Autowired private Dissolutions dissolutions;
  @Autowired private ApplicationEvents events;

  private ConsoleAccountId owner(Customer customer) {
    return workspaces.ownerOf(customer.workspace());
  }

  /** What its owner was mailed of its lock, in order, by the words that tell the mails apart. */
  private List<String> mails(Customer customer) {
    return job.mailsTo(customer.identifier() + "@example.com").stream()
        .flatMap(subject ->
            Stream.of("已锁定", "将于", "现保留至", "数据已清除", "已解锁", "已重新开启", "已解散")
                .filter(subject::contains))
        .toList();
  }

  private long audited(Customer customer, String action) {
    return jdbc.sql("SELECT count(*) FROM audit.entry WHERE subject = :id AND action = :action")
        .param("id", customer.workspace().value())
        .param("action", action)
        .query(Long.class)
        .single();
  }

  @Test
  void itIsRemindedOfAtSevenThreeAndOneDaysLeftAndClearedAfterFourteen() {
    Customer customer = locked();
    pass(Duration.ofDays(7).minusSeconds(1));
    assertThat(mails(customer)).containsExactly("已锁定");
    pass(Duration.ofSeconds(1));
    worker.runAll();
    assertThat(mails(customer)).containsExactly("已锁定", "将于");
    pass(Duration.ofDays(4));
    pass(Duration.ofDays(2));
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "将于", "将于");
    assertThat(state(customer)).isEqualTo(LockState.LOCKED);
    pass(Duration.ofDays(1));
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "将于", "将于", "数据已清除");
    assertThat(audited(customer, "workspace.cleared")).isOne();
    assertThat(work(customer)).isZero();
  }

  @Test
  void aBillingAccountWithAnotherAddressIsToldOfAllItsWorkspacesAtOnce() {
    Customer customer = locked();
    String address = "payer-of-" + customer.identifier() + "@example.com";
    jdbc.sql("UPDATE identity.billing_account SET email = :address WHERE id = :id")
        .param("address", address)
        .param("id", payer(customer).value())
        .update();
    pass(Duration.ofDays(7));
    assertThat(job.mailsTo(address))
        .containsExactly(
            "Still locked: the data will soon be deleted: Workspace of " + customer.identifier());
  }

  private long work(Customer customer) {
    return jdbc.sql(
            """
            SELECT count(*) FROM outbox.work w JOIN locking.lock l ON l.workspace_id = :id
             WHERE w.kind = 'locking.due' AND CAST(w.key AS timestamptz) = l.started_at\
            """)
        .param("id", customer.workspace().value())
        .query(Long.class)
        .single();
  }

  @Test
  void aJumpSendsWhatStillMeansSomethingOnce() {
    Customer customer = locked();
    pass(Duration.ofDays(12));
    assertThat(mails(customer)).containsExactly("已锁定", "将于");
    Customer later = locked();
    pass(Duration.ofDays(20));
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "数据已清除");
    assertThat(mails(later)).containsExactly("已锁定", "数据已清除");
  }

  @Test
  void whatIsDueIsFoundAfterARestartThatLostItsWakeUp() {
    Customer customer = locked();
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'locking.due'").update();
    clock.advance(Duration.ofDays(15));
    worker.runAll();
    assertThat(state(customer)).isEqualTo(LockState.LOCKED);
    dueLocks.run(new DefaultApplicationArguments());
    worker.runAll();
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
  }

  @Test
  void afterClearingTheSameActionOpensAnEmptyWorkspace() {
    Customer customer = locked();
    pass(Duration.ofDays(15));
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
    paidAgain(customer);
    assertThat(state(customer)).isEqualTo(LockState.OPEN);
    assertThat(mails(customer)).containsExactly("已锁定", "数据已清除", "已重新开启");
    assertThat(audited(customer, "workspace.reopened")).isOne();
  }

  @Test
  void whoPaysAfterTheBufferStartsEmptyAlsoWhereNobodyHasClearedYet() {
    Customer customer = locked();
    clock.advance(Duration.ofDays(14));
    paidAgain(customer);
    assertThat(state(customer)).isEqualTo(LockState.OPEN);
    assertThat(mails(customer)).containsExactlyInAnyOrder("已锁定", "数据已清除", "已重新开启");
    assertThat(audited(customer, "workspace.cleared")).isOne();
    assertThat(audited(customer, "workspace.reopened")).isOne();
    assertThat(told(customer))
        .containsExactly(WorkspaceLocked.class, WorkspaceCleared.class, WorkspaceReopened.class);
    Customer inTime = locked();
    clock.advance(Duration.ofDays(14).minusMillis(1));
    paidAgain(inTime);
    assertThat(told(inTime)).containsExactly(WorkspaceLocked.class, WorkspaceUnlocked.class);
  }

  private List<Class<?>> told(Customer customer) {
    return events.stream(LockEvents.class)
        .flatMap(it -> it.events().stream())
        .filter(it -> it.workspace().equals(customer.workspace()))
        .<Class<?>>map(Object::getClass)
        .toList();
  }

  @Test
  void theOwnerDissolvesInTheBufferByTypingTheName() {
    Customer customer = locked();
    Customer other = locked();
    WorkspaceId id = customer.workspace();
    String name = workspaces.get(id).name();
    assertThat(dissolutions.dissolve(id, owner(other), name))
        .isEqualTo(Dissolutions.Outcome.NOT_ALLOWED);
    assertThat(dissolutions.dissolve(id, owner(customer), "another"))
        .isEqualTo(Dissolutions.Outcome.OTHER_NAME);
    assertThat(dissolutions.dissolve(id, owner(customer), " " + name + " "))
        .isEqualTo(Dissolutions.Outcome.DONE);
    assertThat(dissolutions.dissolve(id, owner(customer), name))
        .isEqualTo(Dissolutions.Outcome.NOT_IN_BUFFER);
    assertThat(state(customer)).isEqualTo(LockState.DISSOLVED);
    paidAgain(customer);
    pass(Duration.ofDays(20));
    assertThat(state(customer)).isEqualTo(LockState.DISSOLVED);
    assertThat(mails(customer)).containsExactly("已锁定", "已解散");
    assertThat(
            dissolutions.dissolve(
                other.workspace(), owner(other), workspaces.get(other.workspace()).name()))
        .isEqualTo(Dissolutions.Outcome.NOT_IN_BUFFER);
  }

  @Test
  void anOperatorExtendsABufferAndItIsRemindedOfAgain() {
    Customer customer = locked();
    pass(Duration.ofDays(13));
    Instant end = clock.now().plus(Duration.ofDays(11));
    assertThat(buffers.extend(seen(customer), Duration.ofDays(10), OPERATOR, "asked for"))
        .contains(end);
    pass(Duration.ofDays(4));
    pass(Duration.ofDays(6));
    assertThat(state(customer)).isEqualTo(LockState.LOCKED);
    pass(Duration.ofDays(1));
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "现保留至", "将于", "将于", "数据已清除");
    assertThat(audited(customer, "lock.buffer-extended")).isOne();
    assertThat(buffers.extend(seen(customer), Duration.ofDays(1), OPERATOR, "late")).isEmpty();
    assertThat(events.stream(LockEvents.class).flatMap(it -> it.events().stream()))
        .filteredOn(it -> it.workspace().equals(customer.workspace()))
        .extracting("cause")
        .hasSize(6)
        .containsOnly(LockCause.SUBSCRIPTION_ENDED);
  }

  @Test
  void anOperatorEndsABuffer() {
    Customer customer = locked();
    clock.advance(Duration.ofDays(1));
    assertThat(buffers.end(seen(customer), OPERATOR, "fraud")).contains(clock.now());
    worker.runAll();
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
    assertThat(audited(customer, "lock.buffer-ended")).isOne();
  }

  @Test
  void twoNodesDoEachThingOnce() throws Exception {
    List<Customer> customers = Stream.generate(this::subscribed).limit(4).toList();
    Instant at = clock.now().plusSeconds(1);
    clock.set(at);
    customers.forEach(it -> job.says("unsubscribe-success", it.identifier(), at));
    for (Duration time : List.of(Duration.ofDays(13), Duration.ofDays(1))) {
      clock.advance(time);
      atOnce(() -> dueLocks.handle(Work.of(DueLocks.KIND, at.toString(), clock.now())));
    }
    worker.runAll();
    assertThat(customers)
        .allSatisfy(it -> {
          assertThat(mails(it)).containsExactly("已锁定", "将于", "数据已清除");
          assertThat(audited(it, "workspace.cleared")).isOne();
        });
  }

  private Customer subscribed() {
    return job.subscribed(clock.now());
  }

  private static void atOnce(Callable<?> task) throws Exception {
    try (ExecutorService nodes = Executors.newFixedThreadPool(3)) {
      for (Future<?> done : nodes.invokeAll(List.of(task::call, task::call, task::call))) {
        done.get();
      }
    }
  }

  @Test
  void aNodeThatDiesInTheMiddleIsTakenOver() {
    Customer customer = locked();
    jdbc.sql(
            """
            CREATE FUNCTION audit.die() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'killed'; END $$;
            CREATE TRIGGER die BEFORE INSERT ON audit.entry FOR EACH ROW
              WHEN (NEW.action = 'workspace.cleared') EXECUTE FUNCTION audit.die()\
            """)
        .update();
    try {
      pass(Duration.ofDays(14));
      assertThat(state(customer)).isEqualTo(LockState.LOCKED);
      assertThat(mails(customer)).containsExactly("已锁定");
    } finally {
      jdbc.sql("DROP TRIGGER die ON audit.entry; DROP FUNCTION audit.die()").update();
    }
    pass(Duration.ofMinutes(1));
    assertThat(state(customer)).isEqualTo(LockState.CLEARED);
    assertThat(mails(customer)).containsExactly("已锁定", "数据已清除");
  }
}
