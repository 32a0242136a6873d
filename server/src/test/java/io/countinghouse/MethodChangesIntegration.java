package io.countinghouse;

import io.countinghouse.MainJob.Customer;
import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.outbox.OutboxWorker;
import io.countinghouse.settlement.Bind;
import io.countinghouse.settlement.Bindings;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.Payer;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A workspace that its billing account pays for by itself, and how its payer is changed. */
@JobTest
abstract class MethodChangesIntegration implements BothProducts {

  @Autowired MainJob job;
  @Autowired Bind bind;
  @Autowired Bindings bindings;
  @Autowired MethodChanges changes;
  @Autowired ApplicationEventPublisher events;
  @Autowired JdbcClient jdbc;
  @Autowired TransactionTemplate tx;
  @Autowired TestClock clock;
  @Autowired OutboxWorker worker;

  Customer customer = new Customer("", AgreementId.next(), WorkspaceId.next());
  BillingAccountId account = BillingAccountId.next();

  @BeforeEach
  void settledByTheBillingCenter() {
    customer = job.subscribed(clock.now());
    account = bind.holderOf(customer.agreement());
    bind.pays(new Payer.BillingCenter(account), customer.workspace());
  }

  MethodChange to(AgreementId agreement) {
    return changes.toCloudAccount(account, customer.workspace(), agreement, Actor.billing(account));
  }

  Payer payer() {
    return tx.execute(_ -> bindings.payerOf(customer.workspace())).orElseThrow();
  }

  /** A second cloud account of the same holder, which AWS has not confirmed. */
  String waiting() {
    String name = job.newCustomer();
    bind.register(job.lands(name), account);
    return name;
  }

  AgreementId agreementOf(String name) {
    return new AgreementId(
        jdbc.sql("SELECT id FROM marketplace.agreement WHERE customer_identifier = :name")
            .param("name", name)
            .query(String.class)
            .single());
  }
}
