package io.countinghouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.settlement.ArrearsOverdue;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.Payer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of settlement method that waits for AWS: withdrawn, or overtaken by a lock. */
class WaitingChangesIntegrationTests extends MethodChangesIntegration {

  private String name = "";
  private AgreementId waiting = AgreementId.next();

  @BeforeEach
  void anotherCloudAccountIsToPay() {
    name = waiting();
    waiting = agreementOf(name);
    assertThat(to(waiting)).isEqualTo(new MethodChange.Intended());
  }

  @Test
  void whatWaitsCanBeWithdrawnByItsAccountOnly() {
    BillingAccountId other = bind.holderOf(job.subscribed(clock.now()).agreement());
    assertThat(changes.withdraw(other, customer.workspace(), Actor.billing(other))).isFalse();
    assertThat(changes.withdraw(account, customer.workspace(), Actor.billing(account))).isTrue();
    assertThat(changes.withdraw(account, customer.workspace(), Actor.billing(account))).isFalse();
    assertThat(to(customer.agreement())).isEqualTo(new MethodChange.Changed(false));
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
