package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.site.Brand;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.util.WebUtils;

/**
 * The language of a page: what the switch on it says now, else what it said before, else what the
 * browser prefers. {@code ?lang=} on any page is kept in a cookie and the page shown again without
 * it; {@code lang} in a form shows the form again with what was typed.
 */
@Component("localeResolver")
class PageLanguage implements LocaleResolver, HandlerInterceptor {

  static final String PARAMETER = "lang";

  private static final Duration KEPT = Duration.ofDays(365);

  private final boolean https;

  PageLanguage(Brand brand) {
    https = isHttps(brand);
  }

  static boolean isHttps(Brand brand) {
    return "https".equalsIgnoreCase(brand.publicBaseUrl().getScheme());
  }

  /** The language a request is answered in. */
  static Language of(HttpServletRequest request) {
    return chosen(request).or(() -> remembered(request)).orElseGet(() -> preferred(request));
  }

  /** Whether a form was sent by the language switch, to be shown again with what was typed. */
  static boolean isSwitch(HttpServletRequest request) {
    return chosen(request).isPresent();
  }

  private static Optional<Language> chosen(HttpServletRequest request) {
    try {
      return language(request.getParameter(PARAMETER));
    } catch (IllegalStateException _) {
      // A form that cannot be read, such as one too large: its error page has a language too.
      return Optional.empty();
    }
  }

  private static Optional<Language> remembered(HttpServletRequest request) {
    Cookie cookie = WebUtils.getCookie(request, PARAMETER);
    return cookie == null ? Optional.empty() : language(cookie.getValue());
  }

  private static Language preferred(HttpServletRequest request) {
    if (request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null) {
      return Language.EN;
    }
    return Collections.list(request.getLocales()).stream()
        .flatMap(locale -> language(locale.getLanguage()).stream())
        .findFirst()
        .orElse(Language.EN);
  }

  private static Optional<Language> language(@Nullable String code) {
    return code == null ? Optional.empty() : Language.ofCode(code);
  }

  @Override
  public Locale resolveLocale(HttpServletRequest request) {
    return of(request).locale();
  }

  @Override
  public void setLocale(
      HttpServletRequest request, @Nullable HttpServletResponse response, @Nullable Locale locale) {
    throw new UnsupportedOperationException("the language is chosen by the parameter lang");
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    Optional<Language> chosen = chosen(request);
    if (chosen.isEmpty()) {
      return true;
    }
    response.addHeader(HttpHeaders.SET_COOKIE, cookie(chosen.get()).toString());
    if (!request.getMethod().equals("GET")) {
      return true;
    }
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    response.setHeader(HttpHeaders.LOCATION, PagePaths.without(Set.of(PARAMETER), request));
    return false;
  }

  private ResponseCookie cookie(Language language) {
    return ResponseCookie.from(PARAMETER, language.code())
        .path("/")
        .maxAge(KEPT)
        .httpOnly(true)
        .secure(https)
        .sameSite("Lax")
        .build();
  }
}
