package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Holds every page to what its {@link Access} says, whatever the filter chains let through.
 * Handlers of other packages are guarded by chains of their own.
 */
@Component
class AccessGate implements HandlerInterceptor {

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method) || !isPage(method)) {
      return true;
    }
    Access access = method.getMethodAnnotation(Access.class);
    if (access == null) {
      throw new IllegalStateException("nobody may call " + method + ": it has no @Access");
    }
    switch (access.value()) {
      case PUBLIC -> {}
      case LANDED -> checkLanded(request);
      case REGISTERING -> {
        if (RegistrationWay.of(request).fromAws()) {
          checkLanded(request);
        }
      }
      case CUSTOMER -> checkPrincipal(SignedInCustomer.class);
      case BILLING -> checkPrincipal(SignedInBilling.class);
      case SIGNED_IN ->
          checkPrincipal(
              switch (Place.of(request)) {
                case CONSOLE -> SignedInCustomer.class;
                case BILLING -> SignedInBilling.class;
                case OPERATOR -> SignedInOperator.class;
              });
      case OPERATOR -> checkPrincipal(SignedInOperator.class);
    }
    return true;
  }

  private static boolean isPage(HandlerMethod method) {
    return method.getBeanType().getPackage().equals(AccessGate.class.getPackage());
  }

  private static void checkLanded(HttpServletRequest request) {
    Optional<AgreementId> landed = SetUpSession.landed(request);
    if (landed.isEmpty()) {
      throw new NotLandedException();
    }
  }

  private static void checkPrincipal(Class<?> kind) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || !kind.isInstance(authentication.getPrincipal())) {
      throw new AccessDeniedException("only for " + kind.getSimpleName());
    }
  }
}
