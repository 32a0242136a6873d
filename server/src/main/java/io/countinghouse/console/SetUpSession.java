package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.WorkspaceId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What a browser's session holds of a set-up: ids only, and never a token. */
final class SetUpSession {

  private static final String LANDED = "setup.landed";
  private static final String MADE = "setup.made";

  private SetUpSession() {}

  private record Landed(String agreement) implements Serializable {}

  private record Made(String agreement, String workspace) implements Serializable {}

  /**
   * Lets a browser set an agreement up, in a fresh session. One that is signed in, or that went to
   * AWS from a page of ours, goes on under a new session id; any other begins with nothing in it.
   */
  static void land(HttpServletRequest request, AgreementId agreement) {
    HttpSession old = request.getSession(false);
    if (old != null && (isSignedIn(old) || MarketplaceTrip.of(request).isPresent())) {
      request.changeSessionId();
    } else if (old != null) {
      old.invalidate();
    }
    request.getSession(true).setAttribute(LANDED, new Landed(agreement.value()));
  }

  private static boolean isSignedIn(HttpSession session) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return (authentication != null && authentication.getPrincipal() instanceof SignedIn)
        || session.getAttribute(SessionConfiguration.BILLING_CONTEXT) != null
        || session.getAttribute(SessionConfiguration.OPERATOR_CONTEXT) != null;
  }

  /** The agreement that this browser landed with. */
  static Optional<AgreementId> landed(HttpServletRequest request) {
    return attribute(request, LANDED) instanceof Landed(String agreement)
        ? Optional.of(new AgreementId(agreement))
        : Optional.empty();
  }

  /** Remembers what this browser has made of an agreement. */
  static void made(HttpServletRequest request, AgreementId agreement, WorkspaceId workspace) {
    request.getSession(true).setAttribute(MADE, new Made(agreement.value(), workspace.value()));
  }

  /** The workspace that this browser has made with an agreement. */
  static Optional<WorkspaceId> madeWith(HttpServletRequest request, AgreementId wanted) {
    return attribute(request, MADE) instanceof Made(String agreement, String workspace)
            && agreement.equals(wanted.value())
        ? Optional.of(new WorkspaceId(workspace))
        : Optional.empty();
  }

  private static @Nullable Object attribute(HttpServletRequest request, String name) {
    HttpSession session = request.getSession(false);
    return session == null ? null : session.getAttribute(name);
  }
}
