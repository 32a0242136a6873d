package io.countinghouse.console;

import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.kernel.ConsoleAccountId;
import java.io.Serializable;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who is signed in with a console account, as kept in the session. It says who somebody is, never
 * what they may do: that is looked up at each request.
 *
 * @param accountId of the console account
 * @param username for the menu
 */
record SignedInCustomer(String accountId, String username)
    implements AuthenticatedPrincipal, Serializable {

  static final String ROLE = "CUSTOMER";

  static SignedInCustomer of(ConsoleAccount account) {
    return new SignedInCustomer(account.id().value(), account.username());
  }

  ConsoleAccountId account() {
    return new ConsoleAccountId(accountId);
  }

  @Override
  public String getName() {
    return accountId;
  }
}
