package io.countinghouse.settlement;

import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What a billing account's arrears mean for who pays; in the transaction that tells of them. */
@Component
class ArrearsFollower {

  private final BindingTable bindings;
  private final PayerChanges payers;
  private final ArrearsTable arrears;

  ArrearsFollower(BindingTable bindings, PayerChanges payers, ArrearsTable arrears) {
    this.bindings = bindings;
    this.payers = payers;
    this.arrears = arrears;
  }

  @EventListener
  void on(ArrearsOverdue overdue) {
    arrears.overdue(overdue.billingAccount(), overdue.at());
    payers.change(
        BindingTable.workspaces(bindings.openOf(overdue.billingAccount())),
        null,
        overdue.at(),
        ChangeReason.ARREARS);
  }

  @EventListener
  void on(ArrearsPaid paid) {
    arrears.paid(paid.billingAccount());
    List<BindingTable.Bound> lost = bindings.lastOf(paid.billingAccount());
    payers.change(
        BindingTable.workspaces(lost),
        new Payer.BillingCenter(paid.billingAccount()),
        paid.at(),
        ChangeReason.ARREARS);
  }
}
