package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.Credentials;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.DeferredSecurityContext;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Where a chain finds who is signed in: in the session, held at each request that asks against the
 * account's ended sign-ins and the longest time that a sign-in lasts.
 */
final class CheckedContexts implements SecurityContextRepository {

  private final HttpSessionSecurityContextRepository sessions =
      new HttpSessionSecurityContextRepository();
  private final Credentials credentials;
  private final Clock wallClock;
  private final Duration longest;

  /**
   * @param attribute of the session that they are kept in
   * @param longest how long a sign-in lasts, however busy
   */
  CheckedContexts(String attribute, Credentials credentials, Clock wallClock, Duration longest) {
    sessions.setSpringSecurityContextKey(attribute);
    this.credentials = credentials;
    this.wallClock = wallClock;
    this.longest = longest;
  }

  @Override
  public DeferredSecurityContext loadDeferredContext(HttpServletRequest request) {
    return new Checked(sessions.loadDeferredContext(request));
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // The framework's own deprecation, not ours.
  public SecurityContext loadContext(HttpRequestResponseHolder holder) {
    return loadDeferredContext(holder.getRequest()).get();
  }

  @Override
  public void saveContext(
      SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
    sessions.saveContext(context, request, response);
  }

  @Override
  public boolean containsContext(HttpServletRequest request) {
    return sessions.containsContext(request);
  }

  /** Who is signed in here, as a page of another place sees it. */
  Optional<SignedIn> signedIn(HttpServletRequest request) {
    Authentication authentication = loadDeferredContext(request).get().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof SignedIn who
        ? Optional.of(who)
        : Optional.empty();
  }

  private boolean holds(SecurityContext context) {
    Authentication authentication = context.getAuthentication();
    if (authentication == null || !(authentication.getPrincipal() instanceof SignedIn who)) {
      return true;
    }
    return holds(who.ref(), who.stamp());
  }

  /** Whether what somebody showed of an account once still counts: as long as a sign-in does. */
  boolean holds(AccountRef account, SignedIn.Stamp stamp) {
    Instant end = Instant.ofEpochSecond(stamp.since()).plus(longest);
    return wallClock.instant().isBefore(end)
        && credentials.epoch(account).filter(it -> it == stamp.epoch()).isPresent();
  }

  /** Looked up once a request, and only when somebody asks. */
  private final class Checked implements DeferredSecurityContext {

    private final DeferredSecurityContext kept;
    private @Nullable SecurityContext checked;

    Checked(DeferredSecurityContext kept) {
      this.kept = kept;
    }

    @Override
    public SecurityContext get() {
      if (checked == null) {
        SecurityContext context = kept.get();
        checked = holds(context) ? context : SecurityContextHolder.createEmptyContext();
      }
      return checked;
    }

    @Override
    public boolean isGenerated() {
      return kept.isGenerated();
    }
  }
}
