package awssimulator.pages;

import awssimulator.market.Account;
import awssimulator.market.Accounts;
import awssimulator.market.Agreement;
import awssimulator.market.Agreements;
import awssimulator.market.MarketRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The AWS account a browser is signed in as. Anybody may be anybody here: the accounts are made up,
 * and the cookie names one.
 */
@Component
class SignedIn {
  private static final String COOKIE = "simulator-account";

  private final Accounts accounts;
  private final Agreements agreements;

  SignedIn(Accounts accounts, Agreements agreements) {
    this.accounts = accounts;
    this.agreements = agreements;
  }

  Optional<Account> account(HttpServletRequest request) {
    return PageGuard.cookie(request, COOKIE).flatMap(accounts::find);
  }

  /**
   * The account, or a way to the sign-in page and back.
   *
   * @throws SignInNeeded if the browser is not signed in
   */
  Account require(HttpServletRequest request) {
    return account(request).orElseThrow(SignInNeeded::new);
  }

  /**
   * The agreement with that id if it is this account's.
   *
   * @throws MarketRefusal NOT_FOUND else
   */
  Agreement own(Account account, String agreementId) {
    Agreement agreement = agreements.agreement(agreementId);
    // As if it were not there: whose it is, is nobody else's business.
    return agreement.accountId().equals(account.accountId())
        ? agreement
        : agreements.agreement("another account's " + agreementId);
  }

  void as(Account account, HttpServletResponse response) {
    set(account.accountId(), response);
  }

  void out(HttpServletResponse response) {
    set("", response);
  }

  private static void set(String value, HttpServletResponse response) {
    response.addHeader(HttpHeaders.SET_COOKIE, PageGuard.sessionCookie(COOKIE, value).toString());
  }
}
