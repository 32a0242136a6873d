package io.countinghouse.console;

import io.countinghouse.identity.LinkTokens;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.site.Brand;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Carries a landing from AWS's cross-site POST to the page it leads to. The session's Lax cookie
 * does not come with that POST, so a session begun there would take the place of the one the
 * browser has, with all that is signed in to it. Signed by us, good for some minutes, put into the
 * session by the next page of the set-up and deleted.
 */
@Component
class LandingCookie implements HandlerInterceptor {

  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Pattern VALUE =
      Pattern.compile("(agmt_[0-9a-z]{1,40})\\.([0-9]{1,10})\\.([A-Za-z0-9_-]{43})");
  private static final int AGREEMENT = 1;
  private static final int END = 2;
  private static final int SIGNATURE = 3;
  private static final String USE = "landing";

  private final LinkTokens signatures;
  private final Clock wallClock;
  private final boolean https;

  LandingCookie(LinkTokens signatures, Clock wallClock, Brand brand) {
    this.signatures = signatures;
    this.wallClock = wallClock;
    https = PageLanguage.isHttps(brand);
  }

  private String name() {
    return https ? "__Host-landing" : "landing";
  }

  /** What the answer to the landing sets. */
  String of(AgreementId agreement) {
    int end = Math.toIntExact(wallClock.instant().plus(LIFE).getEpochSecond() / 60);
    return cookie(
        agreement.value() + "." + end + "." + signatures.make(USE, agreement.value(), end), LIFE);
  }

  private String cookie(String value, Duration life) {
    return ResponseCookie.from(name(), value)
        .path("/")
        .maxAge(life)
        .httpOnly(true)
        .secure(https)
        .sameSite("Lax")
        .build()
        .toString();
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Cookie cookie = WebUtils.getCookie(request, name());
    if (cookie != null) {
      read(cookie.getValue()).ifPresent(agreement -> SetUpSession.land(request, agreement));
      response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
    }
    return true;
  }

  private Optional<AgreementId> read(String value) {
    Matcher parts = VALUE.matcher(value);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long end = Long.parseLong(parts.group(END));
    if (end > Integer.MAX_VALUE || wallClock.instant().getEpochSecond() / 60 > end) {
      return Optional.empty();
    }
    byte[] ours =
        signatures.make(USE, parts.group(AGREEMENT), (int) end).getBytes(StandardCharsets.US_ASCII);
    byte[] theirs = parts.group(SIGNATURE).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(ours, theirs)
        ? Optional.of(new AgreementId(parts.group(AGREEMENT)))
        : Optional.empty();
  }
}
