package io.countinghouse.console;

import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs somebody in and out of a browser's session. */
@Component
class SignIns {

  private final CheckedContexts customerContexts;
  private final CheckedContexts billingContexts;
  private final CheckedContexts operatorContexts;
  private final Credentials credentials;
  private final AuditTrail audit;
  private final Clock wallClock;
  private final TransactionTemplate tx;

  SignIns(
      CheckedContexts customerContexts,
      CheckedContexts billingContexts,
      CheckedContexts operatorContexts,
      Credentials credentials,
      AuditTrail audit,
      Clock wallClock,
      TransactionTemplate tx) {
    this.customerContexts = customerContexts;
    this.billingContexts = billingContexts;
    this.operatorContexts = operatorContexts;
    this.credentials = credentials;
    this.audit = audit;
    this.wallClock = wallClock;
    this.tx = tx;
  }

  /** Who has shown to be this account is signed in from the next request on. */
  void signIn(ConsoleAccount account, HttpServletRequest request, HttpServletResponse response) {
    signIn(new AccountRef.Console(account.id()), account.username(), request, response);
  }

  /** Who has shown to be this account is signed in to the Billing Center from then on. */
  void signIn(BillingAccount account, HttpServletRequest request, HttpServletResponse response) {
    signIn(new AccountRef.Billing(account.id()), account.username(), request, response);
  }

  /**
   * Who has shown to be this account is signed in from the next request on, with a new session id
   * and a new token for forms, so that neither can have been planted.
   *
   * @param username for the menu
   */
  void signIn(
      AccountRef account,
      String username,
      HttpServletRequest request,
      HttpServletResponse response) {
    tx.executeWithoutResult(
        _ -> audit.record(account.actor(), "account.signed-in", account.id(), Map.of()));
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    new HttpSessionCsrfTokenRepository().saveToken(null, request, response);
    SignedIn who = principal(account, username);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            who, null, AuthorityUtils.createAuthorityList("ROLE_" + Place.of(account).role())));
    contexts(Place.of(account)).saveContext(context, request, response);
  }

  private SignedIn principal(AccountRef account, String username) {
    SignedIn.Stamp stamp = stamp(account);
    return switch (account) {
      case AccountRef.Console(var id) -> new SignedInCustomer(id.value(), username, stamp);
      case AccountRef.Billing(var id) -> new SignedInBilling(id.value(), username, stamp);
      case AccountRef.Operating(var id) -> new SignedInOperator(id.value(), username, stamp);
    };
  }

  /** What somebody who shows to be an account now is held against later. */
  SignedIn.Stamp stamp(AccountRef account) {
    return new SignedIn.Stamp(
        credentials.epoch(account).orElseThrow(), wallClock.instant().getEpochSecond());
  }

  /** Whether it still counts that somebody showed to be an account, as their sign-in would. */
  boolean holds(AccountRef account, SignedIn.Stamp stamp) {
    return contexts(Place.of(account)).holds(account, stamp);
  }

  private CheckedContexts contexts(Place place) {
    return switch (place) {
      case CONSOLE -> customerContexts;
      case BILLING -> billingContexts;
      case OPERATOR -> operatorContexts;
    };
  }

  /** Who is signed in to a place, whichever place the page is of. */
  Optional<SignedIn> signedIn(Place place, HttpServletRequest request) {
    return contexts(place).signedIn(request);
  }

  /** The billing account that this browser is signed in with, as pages outside see it. */
  Optional<SignedInBilling> billing(HttpServletRequest request) {
    return signedIn(Place.BILLING, request)
        .filter(SignedInBilling.class::isInstance)
        .map(SignedInBilling.class::cast);
  }

  /** Ends the session, with all that was in it. */
  void signOut(HttpServletRequest request) {
    SecurityContextHolder.clearContext();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }
}
