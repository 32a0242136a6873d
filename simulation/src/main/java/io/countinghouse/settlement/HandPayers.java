package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreements;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes of payer as pages will offer them, by the server's own means. */
public final class HandPayers {

  private final CloudAccounts accounts;
  private final Agreements agreements;
  private final PayerChanges payers;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  /** Of a running server. */
  public HandPayers(ApplicationContext server) {
    this.accounts = server.getBean(CloudAccounts.class);
    this.agreements = server.getBean(Agreements.class);
    this.payers = server.getBean(PayerChanges.class);
    this.tx = server.getBean(TransactionTemplate.class);
    this.clock = server.getBean(BusinessClock.class);
  }

  /** The billing account that holds an agreement now. */
  public Optional<BillingAccountId> holderOf(AgreementId agreement) {
    return tx.execute(_ -> accounts.heldBy(agreement).map(CloudAccount::billingAccount));
  }

  /**
   * Has an active agreement pay for workspaces from now on.
   *
   * @param holder who holds it, or will
   * @return false if it is not active or another holds it: nothing is changed then
   */
  public boolean toAgreement(
      Collection<WorkspaceId> workspaces, AgreementId agreement, BillingAccountId holder) {
    return Boolean.TRUE.equals(
        tx.execute(_ -> {
          boolean active = agreements.lock(agreement).state().name().equals("ACTIVE");
          BillingAccountId held =
              accounts.heldBy(agreement).map(CloudAccount::billingAccount).orElse(null);
          if (!active || (held != null && !held.equals(holder))) {
            return false;
          }
          Instant now = clock.now();
          if (held == null) {
            accounts.register(agreement, holder, now);
          }
          payers.change(workspaces, new Payer.CloudAccount(holder, agreement), now);
          return true;
        }));
  }

  /** Has a billing account pay for workspaces by itself from now on. */
  public void toBillingCenter(Collection<WorkspaceId> workspaces, BillingAccountId account) {
    tx.executeWithoutResult(
        _ -> payers.change(workspaces, new Payer.BillingCenter(account), clock.now()));
  }
}
