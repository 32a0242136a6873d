package io.countinghouse.settlement;

import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What a billing account's arrears mean for who pays; in the transaction that tells of them. */
@Component
class ArrearsFollower {

  private final BindingTable bindings;
  private final PayerChanges payers;

  ArrearsFollower(BindingTable bindings, PayerChanges payers) {
    this.bindings = bindings;
    this.payers = payers;
  }

  @EventListener
  void on(ArrearsOverdue overdue) {
    payers.change(
        BindingTable.workspaces(bindings.openOf(overdue.billingAccount())),
        null,
        overdue.at(),
        ChangeReason.ARREARS);
  }

  @EventListener
  void on(ArrearsPaid paid) {
    List<BindingTable.Bound> lost = bindings.lastOf(paid.billingAccount());
    payers.change(
        BindingTable.workspaces(lost),
        new Payer.BillingCenter(paid.billingAccount()),
        paid.at(),
        ChangeReason.ARREARS);
  }
}
