package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.kernel.ConsoleAccountId;

/**
 * Who is signed in with a console account.
 *
 * @param accountId of the console account
 */
record SignedInCustomer(String accountId, String username, Stamp stamp) implements SignedIn {

  static final String ROLE = "CUSTOMER";

  ConsoleAccountId account() {
    return new ConsoleAccountId(accountId);
  }

  @Override
  public AccountRef ref() {
    return new AccountRef.Console(account());
  }
}
