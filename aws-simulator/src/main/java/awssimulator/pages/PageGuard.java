package awssimulator.pages;

import awssimulator.settings.ProductSettings;
import awssimulator.settings.SimulatorSettings;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Guards the pages: security headers, and a token on every form of ours that must equal a cookie
 * other sites can neither read nor send with their forms.
 */
@Component
class PageGuard implements HandlerInterceptor {
  static final String FORM_TOKEN = "formToken";
  private static final String COOKIE = "simulator-form";
  private static final int TOKEN_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final String contentSecurityPolicy;

  PageGuard(SimulatorSettings settings) {
    String formTargets =
        Stream.concat(
                Stream.of("'self'"),
                settings.allProducts().stream().map(ProductSettings::fulfilmentOrigin).distinct())
            .collect(Collectors.joining(" "));
    contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'; form-action "
            + formTargets;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method && isPage(method))) {
      return true;
    }
    response.setHeader("Content-Security-Policy", contentSecurityPolicy);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    Optional<String> known = cookie(request, COOKIE);
    if (request.getMethod().equals("POST")) {
      checkForm(known.orElse(null), request.getParameter("_csrf"));
    }
    String token = known.orElseGet(() -> give(response));
    request.setAttribute(FORM_TOKEN, token);
    return true;
  }

  private static boolean isPage(HandlerMethod method) {
    return method.getBeanType().getPackageName().startsWith(PageGuard.class.getPackageName());
  }

  private static void checkForm(@Nullable String cookie, @Nullable String field) {
    if (cookie == null
        || field == null
        || !MessageDigest.isEqual(
            cookie.getBytes(StandardCharsets.UTF_8), field.getBytes(StandardCharsets.UTF_8))) {
      throw new FormRefused();
    }
  }

  private String give(HttpServletResponse response) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    response.addHeader(HttpHeaders.SET_COOKIE, sessionCookie(COOKIE, token).toString());
    return token;
  }

  /** A cookie that lives as long as the browser runs; an empty value removes it. */
  static ResponseCookie sessionCookie(String name, String value) {
    return ResponseCookie.from(name, value)
        .httpOnly(true)
        .sameSite("Lax")
        .path("/")
        .maxAge(value.isEmpty() ? 0 : -1)
        .build();
  }

  static Optional<String> cookie(HttpServletRequest request, String name) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Stream.of(cookies)
            .filter(c -> c.getName().equals(name))
            .map(Cookie::getValue)
            .filter(v -> !v.isEmpty())
            .findFirst();
  }
}
