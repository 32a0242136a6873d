package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.audit.AuditTrail;
import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.Operator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signs somebody in and out of a browser's session. */
@Component
class SignIns {

  private final SecurityContextRepository customerContexts;
  private final SecurityContextRepository operatorContexts;
  private final AuditTrail audit;
  private final TransactionTemplate tx;

  SignIns(
      HttpSessionSecurityContextRepository customerContexts,
      HttpSessionSecurityContextRepository operatorContexts,
      AuditTrail audit,
      TransactionTemplate tx) {
    this.customerContexts = customerContexts;
    this.operatorContexts = operatorContexts;
    this.audit = audit;
    this.tx = tx;
  }

  /** Who has shown to be this account is signed in from the next request on. */
  void signIn(ConsoleAccount account, HttpServletRequest request, HttpServletResponse response) {
    tx.executeWithoutResult(_ ->
        audit.record(
            Actor.customer(account.id()),
            "console-account.signed-in",
            account.id().value(),
            Map.of("site", account.site().value())));
    save(SignedInCustomer.of(account), SignedInCustomer.ROLE, customerContexts, request, response);
  }

  /** Who has shown to be this operator is signed in from the next request on. */
  void signIn(Operator operator, HttpServletRequest request, HttpServletResponse response) {
    tx.executeWithoutResult(_ ->
        audit.record(
            Actor.operator(operator.id()), "operator.signed-in", operator.id().value(), Map.of()));
    save(SignedInOperator.of(operator), SignedInOperator.ROLE, operatorContexts, request, response);
  }

  /** Ends the session, with all that was in it. */
  void signOut(HttpServletRequest request) {
    SecurityContextHolder.clearContext();
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /** With a new session id and a new token for forms, so that neither can have been planted. */
  private static void save(
      AuthenticatedPrincipal principal,
      String role,
      SecurityContextRepository contexts,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (request.getSession(false) != null) {
      request.changeSessionId();
    }
    new HttpSessionCsrfTokenRepository().saveToken(null, request, response);
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(
            principal, null, AuthorityUtils.createAuthorityList("ROLE_" + role)));
    contexts.saveContext(context, request, response);
  }
}
