package io.countinghouse.settlement;

import io.countinghouse.audit.AuditTrail;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.AgreementMoved;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.Products;
import io.countinghouse.workspace.Workspaces;
import java.time.Instant;
import java.util.Collection;
import org.springframework.context.ApplicationEventPublisher;

/** Changes of payer that break a rule each. */
public final class BrokenPayers {

  private static final ReadingBeforeChange NOTHING_IS_READ =
      new ReadingBeforeChange() {
        @Override
        public void readFully(Collection<WorkspaceId> workspaces, Instant asOf) {}

        @Override
        public void readEach(Collection<WorkspaceId> workspaces, Instant asOf) {}
      };

  private BrokenPayers() {}

  /** Takes no reading before a change: the next one is priced for the new payer. */
  public static class PricingForTheNewPayer extends PayerChanges {

    PricingForTheNewPayer(
        BindingTable table,
        ReadingBeforeChange reading,
        Releases releases,
        Workspaces workspaces,
        AuditTrail audit,
        ApplicationEventPublisher events) {
      super(table, NOTHING_IS_READ, releases, workspaces, audit, events);
    }
  }

  /** Takes a renewal for a cancellation, and locks. */
  public static class LockingOnRenewed extends AgreementFollower {

    private final Bindings bindings;
    private final PayerChanges payers;

    LockingOnRenewed(
        CloudAccounts accounts,
        Bindings bindings,
        PayerChanges payers,
        Products products,
        AuditTrail audit,
        ApplicationEventPublisher events) {
      super(accounts, bindings, payers, products, audit, events);
      this.bindings = bindings;
      this.payers = payers;
    }

    @Override
    void on(AgreementMoved moved) {
      if (moved.to().state() == AgreementState.SUCCEEDED) {
        payers.change(bindings.workspacesOf(moved.to().id()), null, moved.at());
      }
      super.on(moved);
    }
  }
}
