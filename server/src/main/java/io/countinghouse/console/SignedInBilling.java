package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.kernel.BillingAccountId;

/**
 * Who is signed in to the Billing Center with a billing account.
 *
 * @param accountId of the billing account
 */
record SignedInBilling(String accountId, String username, Stamp stamp) implements SignedIn {

  static final String ROLE = "BILLING";

  BillingAccountId account() {
    return new BillingAccountId(accountId);
  }

  @Override
  public AccountRef ref() {
    return new AccountRef.Billing(account());
  }
}
