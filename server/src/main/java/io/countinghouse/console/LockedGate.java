package io.countinghouse.console;

import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.LockState;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Leads the members of a workspace that is fully locked or dissolved to the one page that is left
 * of it. What others see is up to the page they asked for.
 */
@Component
class LockedGate implements HandlerInterceptor {

  private static final Pattern PATH =
      Pattern.compile("/w/(wksp_[0-9a-z]{1,40})/([a-z-]+)([/.].*)?");

  /** What is still there: that page, another workspace, and the way to open it again. */
  private static final Set<String> LEFT = Set.of("locked", "another", "billing-center");

  private final Workspaces workspaces;

  LockedGate(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    Matcher path = PATH.matcher(Place.decoded(request.getRequestURI()));
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (!path.matches()
        || LEFT.contains(path.group(2))
        || who == null
        || !(who.getPrincipal() instanceof SignedInCustomer customer)) {
      return true;
    }
    WorkspaceId id = new WorkspaceId(path.group(1));
    boolean gone =
        workspaces
            .find(id)
            .map(Workspace::lockState)
            .filter(state -> state == LockState.CLEARED || state == LockState.DISSOLVED)
            .flatMap(_ -> workspaces.role(id, customer.account()))
            .isPresent();
    if (gone) {
      response.sendRedirect("/w/" + id + "/locked");
    }
    return !gone;
  }
}
