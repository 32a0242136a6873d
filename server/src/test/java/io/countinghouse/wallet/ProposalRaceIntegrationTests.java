package io.countinghouse.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.countinghouse.BothProducts;
import io.countinghouse.JobTest;
import io.countinghouse.MainJob;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Money;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.settlement.Bind;
import io.countinghouse.wallet.Proposals.Entering;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A top-up is entered again at the moment at which the one before is rejected. */
@JobTest
class ProposalRaceIntegrationTests implements BothProducts {

  private static final OperatorId FIRST = new OperatorId("oper_first");
  private static final OperatorId SECOND = new OperatorId("oper_second");
  private static final BankReference REFERENCE = new BankReference("REJECTED-MEANWHILE");

  @Autowired private MainJob job;
  @Autowired private Bind bind;
  @Autowired private Proposals proposals;
  @Autowired private WalletLedger ledger;
  @Autowired private AuditTrail audit;
  @Autowired private ApplicationEventPublisher events;
  @Autowired private BusinessClock clock;
  @Autowired private JdbcClient jdbc;
  @Autowired private TransactionTemplate tx;
  @Autowired private PlatformTransactionManager manager;

  @BeforeEach
  void twoOperators() {
    for (OperatorId operator : List.of(FIRST, SECOND)) {
      jdbc.sql(
              """
              INSERT INTO identity.operator (id, username, password_hash, created_at) VALUES (:id, :id, '', now())
              ON CONFLICT DO NOTHING\
              """)
          .param("id", operator.value())
          .update();
    }
  }

  @Test
  void aReferenceThatBecameFreeMeanwhileIsTaken() {
    BillingAccountId account = bind.holderOf(job.subscribed(clock.now()).agreement());
    Entering before = topUp(proposals, account);
    assertThat(before).isInstanceOf(Entering.Entered.class);
    Entering again = topUp(whileRejected(((Entering.Entered) before).id()), account);
    assertThat(again).isInstanceOf(Entering.Entered.class);
    assertThat(of(account, Proposal.State.PROPOSED)).hasSize(1);
    assertThat(of(account, Proposal.State.REJECTED)).hasSize(1);
  }

  private Entering topUp(Proposals entry, BillingAccountId account) {
    Money amount = Money.of(new BigDecimal("10"), Currency.getInstance("CNY"));
    LocalDate paidOn = LocalDate.parse("2026-05-12");
    return tx.execute(_ -> entry.topUp(account, amount, REFERENCE, paidOn, FIRST));
  }

  private List<Proposal> of(BillingAccountId account, Proposal.State state) {
    return tx.execute(_ -> proposals.of(account, state, 10));
  }

  /** The proposals, but another operator rejects one just before a reference is looked up. */
  private Proposals whileRejected(String id) {
    TransactionTemplate ofAnother = new TransactionTemplate(manager);
    ofAnother.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    ProposalTable table =
        new ProposalTable(jdbc) {
          @Override
          Optional<Proposal> ofReference(BankReference reference) {
            ofAnother.executeWithoutResult(_ -> proposals.reject(id, "never came in", SECOND));
            return super.ofReference(reference);
          }
        };
    return new Proposals(table, ledger, audit, events, clock);
  }
}
