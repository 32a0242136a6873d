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
import io.countinghouse.kernel.SqlTime;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Payer;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Workspaces;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workspaces whose subscription has ended, and time that passes. */
@JobTest
abstract class LockIntegration implements BothProducts {

  static final Actor OPERATOR = Actor.operator(OperatorId.next());

  @Autowired MainJob job;
  @Autowired TestClock clock;
  @Autowired OutboxWorker worker;
  @Autowired JdbcClient jdbc;
  @Autowired Workspaces workspaces;
  @Autowired Buffers buffers;
  @Autowired Bind bind;

  /** The hours of weeks are of no matter here. */
  @BeforeEach
  void noHoursToClose() {
    jdbc.sql("DELETE FROM outbox.work WHERE kind = 'metering.close-hour'").update();
  }

  Customer locked() {
    Customer customer = job.subscribed(clock.now());
    job.says("unsubscribe-success", customer.identifier(), clock.now().plusSeconds(1));
    assertThat(state(customer)).isEqualTo(LockState.LOCKED);
    return customer;
  }

  void pass(Duration time) {
    clock.advance(time);
    worker.runAll();
  }

  /** The lock of a customer's workspace as a page would show it now. */
  Buffers.Seen seen(Customer customer) {
    return seen(jdbc, customer.workspace());
  }

  /** The lock that is on a workspace; without any, one that nobody has seen. */
  static Buffers.Seen seen(JdbcClient jdbc, WorkspaceId workspace) {
    return jdbc.sql(
            """
            SELECT started_at, buffer_ends_at FROM locking.lock
             WHERE workspace_id = :id AND ended_at IS NULL\
            """)
        .param("id", workspace.value())
        .query((rs, _) ->
            new Buffers.Seen(
                workspace,
                SqlTime.instant(rs, "started_at"),
                SqlTime.instant(rs, "buffer_ends_at")))
        .optional()
        .orElseGet(() -> new Buffers.Seen(workspace, Instant.EPOCH, Instant.EPOCH));
  }

  LockState state(Customer customer) {
    return workspaces.get(customer.workspace()).lockState();
  }

  /** Its billing account pays for it by itself, as the Billing Center offers it. */
  void paidAgain(Customer customer) {
    bind.pays(new Payer.BillingCenter(payer(customer)), customer.workspace());
    worker.runAll();
  }

  BillingAccountId payer(Customer customer) {
    return jdbc.sql("SELECT billing_account_id FROM locking.lock WHERE workspace_id = :id LIMIT 1")
        .param("id", customer.workspace().value())
        .query((rs, _) -> new BillingAccountId(rs.getString("billing_account_id")))
        .single();
  }
}
