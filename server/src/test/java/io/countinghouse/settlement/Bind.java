package io.countinghouse.settlement;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.WorkspaceId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionTemplate;

/** Has agreements pay for workspaces, for tests of what follows from it. */
public final class Bind {

  private final CloudAccounts accounts;
  private final Bindings bindings;
  private final PayerChanges payers;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  private Bind(
      CloudAccounts accounts,
      Bindings bindings,
      PayerChanges payers,
      TransactionTemplate tx,
      BusinessClock clock) {
    this.accounts = accounts;
    this.bindings = bindings;
    this.payers = payers;
    this.tx = tx;
    this.clock = clock;
  }

  /** Its bean. */
  @TestConfiguration(proxyBeanMethods = false)
  public static class Beans {

    @Bean
    Bind bind(
        CloudAccounts accounts,
        Bindings bindings,
        PayerChanges payers,
        TransactionTemplate tx,
        BusinessClock clock) {
      return new Bind(accounts, bindings, payers, tx, clock);
    }
  }

  /** The holder of an agreement has it pay for one more workspace. */
  public void bind(WorkspaceId workspace, AgreementId agreement) {
    tx.executeWithoutResult(_ -> {
      var holder = accounts.heldBy(agreement).orElseThrow().billingAccount();
      payers.change(List.of(workspace), new Payer.CloudAccount(holder, agreement), clock.now());
    });
  }

  /** The holder of one agreement holds another one, too. */
  public void register(AgreementId agreement, AgreementId holderOf) {
    tx.executeWithoutResult(_ ->
        accounts.register(
            agreement, accounts.heldBy(holderOf).orElseThrow().billingAccount(), clock.now()));
  }

  /** The holder of an agreement. */
  public BillingAccountId holderOf(AgreementId agreement) {
    return tx.execute(_ -> accounts.heldBy(agreement).orElseThrow().billingAccount());
  }

  /** Somebody pays for a workspace that nobody was found to pay for, if that is still so. */
  public boolean paysForUnpaid(Payer payer, WorkspaceId workspace) {
    return tx.execute(status -> {
      ChangeReason reason =
          new ChangeReason(Actor.billing(payer.billingAccount()), ChangeReason.Cause.UNLOCK, null);
      boolean pays = payers.changeFrom(null, workspace, payer, clock.now(), reason);
      if (!pays) {
        status.setRollbackOnly();
      }
      return pays;
    });
  }

  /** Somebody else, or nobody, pays for a workspace from now on. */
  public void pays(@Nullable Payer payer, WorkspaceId workspace) {
    tx.executeWithoutResult(_ -> payers.change(List.of(workspace), payer, clock.now()));
  }

  /** An agreement of nobody gets a holder. */
  public void register(AgreementId agreement, BillingAccountId holder) {
    tx.executeWithoutResult(_ -> accounts.register(agreement, holder, clock.now()));
  }

  /** The subscription behind a cloud account is over, as far as settlement goes. */
  public void ends(AgreementId agreement) {
    tx.executeWithoutResult(_ -> {
      payers.change(bindings.workspacesOf(agreement), null, clock.now());
      accounts.remove(
          accounts.heldBy(agreement).orElseThrow(), CloudAccounts.Removal.ENDED, clock.now());
    });
  }

  /** The workspaces that an agreement pays for now. */
  public List<WorkspaceId> workspacesOf(AgreementId agreement) {
    return tx.execute(_ -> bindings.workspacesOf(agreement));
  }

  /** Whether somebody holds an agreement. */
  public boolean isHeld(AgreementId agreement) {
    return Boolean.TRUE.equals(tx.execute(_ -> accounts.heldBy(agreement).isPresent()));
  }
}
