package io.countinghouse.settlement;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;

/** Who is charged for a workspace. */
public sealed interface Payer {

  /** The billing account that answers for it. */
  BillingAccountId billingAccount();

  /** Who it is, for the audit trail. */
  String ids();

  /** An agreement held by a billing account: AWS is told. */
  record CloudAccount(BillingAccountId billingAccount, AgreementId agreement) implements Payer {

    @Override
    public String ids() {
      return agreement + " of " + billingAccount;
    }
  }

  /** The billing account itself. */
  record BillingCenter(BillingAccountId billingAccount) implements Payer {

    @Override
    public String ids() {
      return billingAccount.value();
    }
  }
}
