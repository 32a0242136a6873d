package awssimulator.control;

import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other sites' pages in the user's browser away from control API and console: the host must
 * be one of ours (against rebinding of names), and an Origin, which only browsers send, must be
 * that host.
 */
@Component
class OriginCheck extends OncePerRequestFilter {
  private final SimulatorSettings settings;

  OriginCheck(SimulatorSettings settings) {
    this.settings = settings;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !path.startsWith("/control") && !path.startsWith("/console");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (settings.allowedHosts().contains(request.getServerName())
        && sameOrigin(request.getHeader("Origin"), request.getHeader("Host"))) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_FORBIDDEN);
    response.setContentType("application/problem+json");
    response
        .getOutputStream()
        .write(
            """
            {"title":"Forbidden","status":403,\
            "detail":"The control API takes no requests from other hosts or sites"}\
            """
                .getBytes(StandardCharsets.UTF_8));
  }

  private static boolean sameOrigin(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    try {
      return host != null && host.equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
