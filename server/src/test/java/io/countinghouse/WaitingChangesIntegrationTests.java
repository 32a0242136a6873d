package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.ArrearsOverdue;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.Payer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A change of settlement method that waits for AWS: withdrawn, or overtaken by a lock. */
@JobTest
class WaitingChangesIntegrationTests implements BothProducts {

  @Autowired private MainJob job;
  @Autowired private Bind bind;
  @Autowired private Bindings bindings;
  @Autowired private MethodChanges changes;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  @Autowired private TestClock clock;

  private Customer customer = new Customer("", AgreementId.next(), WorkspaceId.next());
  private BillingAccountId account = BillingAccountId.next();
  private String name = "";
  private AgreementId waiting = AgreementId.next();

  /** The billing account pays for a workspace by itself; a second cloud account is to. */
  @BeforeEach
  void waitsForAws() {
    customer = job.subscribed(clock.now());
    account = bind.holderOf(customer.agreement());
    bind.pays(new Payer.BillingCenter(account), customer.workspace());
    name = job.newCustomer();
    bind.register(job.lands(name), account);
    waiting =
        new AgreementId(
            jdbc.sql("SELECT id FROM marketplace.agreement WHERE customer_identifier = :name")
                .param("name", name)
                .query(String.class)
                .single());
    assertThat(to(waiting)).isEqualTo(new MethodChange.Intended());
  }

  private MethodChange to(AgreementId agreement) {
    return changes.toCloudAccount(account, customer.workspace(), agreement, Actor.billing(account));
  }

  private Payer payer() {
    return tx.execute(_ -> bindings.payerOf(customer.workspace())).orElseThrow();
  }

  @Test
  void whatWaitsCanBeWithdrawnByItsAccountOnly() {
    BillingAccountId other = bind.holderOf(job.subscribed(clock.now()).agreement());
    assertThat(changes.withdraw(other, customer.workspace(), Actor.billing(other))).isFalse();
    assertThat(changes.withdraw(account, customer.workspace(), Actor.billing(account))).isTrue();
    assertThat(changes.withdraw(account, customer.workspace(), Actor.billing(account))).isFalse();
    assertThat(to(customer.agreement())).isEqualTo(new MethodChange.Changed());
    job.says("subscribe-success", name, clock.now());
    assertThat(payer()).isEqualTo(new Payer.CloudAccount(account, customer.agreement()));
  }

  @Test
  void whoWaitedForAwsAndWasLockedMeanwhileIsUnlockedByIt() {
    tx.executeWithoutResult(_ -> events.publishEvent(new ArrearsOverdue(account, clock.now())));
    job.says("subscribe-success", name, clock.now());
    assertThat(payer()).isEqualTo(new Payer.CloudAccount(account, waiting));
    assertThat(
            jdbc.sql(
                    """
                    SELECT started_why || coalesce(' ' || counted_month, '') FROM settlement.binding
                     WHERE workspace_id = :id AND upper_inf(during)\
                    """)
                .param("id", customer.workspace().value())
                .query(String.class)
                .single())
        .isEqualTo("UNLOCK");
  }
}
