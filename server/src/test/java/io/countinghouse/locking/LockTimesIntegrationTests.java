package io.countinghouse.locking;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.MainJob;
import io.countinghouse.MainJob.Customer;
import io.countinghouse.TestClock;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Locks whose times are moved: by a short extension, by a clock that was ahead. */
@JobTest
class LockTimesIntegrationTests implements BothProducts {

  private static final Actor OPERATOR = Actor.operator(OperatorId.next());

  @Autowired private MainJob job;
  @Autowired private TestClock clock;
  @Autowired private OutboxWorker worker;
  @Autowired private JdbcClient jdbc;
  @Autowired private Workspaces workspaces;
  @Autowired private Buffers buffers;
  @Autowired private Bind bind;

  /** The hours of days are of no matter here. */
  @BeforeEach
  void noHoursToClose() {
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
  }

  private Customer locked() {
    Customer customer = job.subscribed(clock.now());
    job.says("unsubscribe-success", customer.identifier(), clock.now().plusSeconds(1));
    assertThat(state(customer)).isEqualTo(LockState.LOCKED);
    return customer;
  }

  private LockState state(Customer customer) {
    return workspaces.get(customer.workspace()).lockState();
  }

  private void pass(Duration time) {
    clock.advance(time);
    worker.runAll();
  }

  private List<String> mails(Customer customer) {
    return job.mailsTo(customer.identifier() + "@example.com").stream()
        .flatMap(subject -> Stream.of("已锁定", "将于", "现保留至").filter(subject::contains))
        .toList();
  }

  @Test
  void anExtensionIsNoReminder() {
    Customer customer = locked();
    pass(Duration.ofDays(8).plusHours(12));
    Instant end = clock.now().plus(Duration.ofDays(6).plusHours(12));
    assertThat(buffers.extend(customer.workspace(), Duration.ofDays(1), OPERATOR, "asked for"))
        .contains(end);
    pass(Duration.ofHours(1));
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "现保留至");
    pass(Duration.ofDays(3).plusHours(12));
    assertThat(mails(customer)).containsExactly("已锁定", "将于", "现保留至", "将于");
  }

  @Test
  void aLockEndsThoughItBeganByAClockThatIsAhead() {
    Customer customer = locked();
    jdbc.sql("ALTER TABLE locking.lock DISABLE TRIGGER USER").update();
    jdbc.sql(
            """
            UPDATE locking.lock SET started_at = started_at + interval '5 minutes'
             WHERE workspace_id = :id AND ended_at IS NULL\
            """)
        .param("id", customer.workspace().value())
        .update();
    jdbc.sql("ALTER TABLE locking.lock ENABLE TRIGGER USER").update();
    BillingAccountId account =
        jdbc.sql("SELECT billing_account_id FROM locking.lock WHERE workspace_id = :id")
            .param("id", customer.workspace().value())
            .query((rs, _) -> new BillingAccountId(rs.getString("billing_account_id")))
            .single();
    bind.pays(new Payer.BillingCenter(account), customer.workspace());
    assertThat(state(customer)).isEqualTo(LockState.OPEN);
  }
}
