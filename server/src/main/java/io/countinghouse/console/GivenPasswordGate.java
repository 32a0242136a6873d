package io.countinghouse.console;

import io.countinghouse.identity.Operators;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Leads an operator whose password somebody else chose to the page that sets an own one. */
@Component
class GivenPasswordGate implements HandlerInterceptor {

  private static final Set<String> LEFT =
      Set.of(OperatorSecurityController.PATH, "/operator/sign-out");

  private final Operators operators;

  GivenPasswordGate(Operators operators) {
    this.operators = operators;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (LEFT.contains(Place.decoded(request.getRequestURI()))
        || who == null
        || !(who.getPrincipal() instanceof SignedInOperator operator)
        || !operators.hasGivenPassword(operator.id())) {
      return true;
    }
    response.sendRedirect(OperatorSecurityController.PATH);
    return false;
  }
}
