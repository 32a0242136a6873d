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
