package io.countinghouse.usage;

import io.countinghouse.identity.ApiKey;
import io.countinghouse.identity.ApiKeys;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Signs a request in by the API key in its {@code Authorization: Bearer} header. */
final class ApiKeyFilter extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyFilter.class);

  /** RFC 6750's b64token, of a length no key of ours exceeds. */
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/-]{1,300}=*) *", Pattern.CASE_INSENSITIVE);

  private final ApiKeys keys;
  private final ApiProblemWriter problems;

  ApiKeyFilter(ApiKeys keys, ApiProblemWriter problems) {
    this.keys = keys;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      chain.doFilter(request, response);
      return;
    }
    Matcher bearer = BEARER.matcher(header);
    Optional<ApiKey> key;
    try {
      key = bearer.matches() ? keys.authenticate(bearer.group(1)) : Optional.empty();
    } catch (DataAccessException | TransactionException e) {
      LOG.warn("API keys cannot be checked", e);
      problems.write(
          response,
          ApiProblem.of(
              HttpStatus.SERVICE_UNAVAILABLE,
              "unavailable",
              "Nothing was stored. Send the same request again."));
      return;
    }
    if (key.isEmpty()) {
      problems.unauthorized(response, true);
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(key.get().id(), null, List.of()));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }
}
