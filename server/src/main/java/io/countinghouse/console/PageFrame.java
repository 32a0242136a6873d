package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.site.Brand;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What every page has around its own content: brand, language switch, who is signed in. */
@Component
class PageFrame implements HandlerInterceptor {

  /** Name of a page's own form, which the language switch then submits. */
  static final String FORM = "pageForm";

  /**
   * Where a page that answered a form is loaded again; the language switch leads there too if the
   * page has no form of its own.
   */
  static final String LANGUAGE_PATH = "languagePath";

  /** Parameter of the page that a form leads back to which was open for too long. */
  static final String OUTDATED = "outdated";

  private final Brand brand;
  private final PagePaths pages;

  PageFrame(Brand brand, PagePaths pages) {
    this.brand = brand;
    this.pages = pages;
  }

  /**
   * What templates read as {@code frame}.
   *
   * @param termsUrl where the terms of service lie; empty: nowhere
   * @param privacyUrl where the privacy policy lies; empty: nowhere
   * @param language the code of the page's language, for {@code lang=}
   * @param languageLink where the other language is to be had by a link; empty when it is not
   * @param here where this page is loaded again, so that a reload sends no form twice; empty for
   *     one that was only loaded
   * @param outdated whether a form led back here that was open for too long
   * @param customer name in the account menu; empty when no customer is signed in
   * @param billing name in the account menu; empty when no billing account is signed in
   * @param operator name in the account menu; empty when no operator is signed in
   */
  record View(
      String brandName,
      String logo,
      String supportEmail,
      String termsUrl,
      String privacyUrl,
      String language,
      @Nullable String languageLink,
      @Nullable String here,
      boolean outdated,
      @Nullable String customer,
      @Nullable String billing,
      @Nullable String operator) {}

  @Override
  public void postHandle(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable ModelAndView page) {
    String view = page == null ? null : page.getViewName();
    if (page != null && view != null && !view.startsWith("redirect:")) {
      addTo(page.getModel(), request);
    }
  }

  void addTo(Map<String, Object> model, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    Object principal = principal();
    model.put(
        "frame",
        new View(
            brand.name(language),
            brand.logo(),
            brand.supportEmail(),
            brand.termsUrl(language),
            brand.privacyUrl(language),
            language == Language.ZH ? "zh-CN" : "en",
            languageLink(model, request, language),
            isLoaded(request) ? null : here(model, request),
            isOutdated(request),
            principal instanceof SignedInCustomer customer ? customer.username() : null,
            principal instanceof SignedInBilling billing ? billing.username() : null,
            principal instanceof SignedInOperator operator ? operator.username() : null));
  }

  private static @Nullable Object principal() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication == null ? null : authentication.getPrincipal();
  }

  /** Whether no form was sent; the page of an error is asked for by another request. */
  private static boolean isLoaded(HttpServletRequest request) {
    Object failed = request.getAttribute(RequestDispatcher.ERROR_METHOD);
    return "GET".equals(failed == null ? request.getMethod() : failed);
  }

  /** Not asked of the parameters: those of a form that is too large cannot be read. */
  private static boolean isOutdated(HttpServletRequest request) {
    String query = request.getQueryString();
    return isLoaded(request) && query != null && query.contains(OUTDATED + "=");
  }

  private String here(Map<String, Object> model, HttpServletRequest request) {
    return model.get(LANGUAGE_PATH) instanceof String path
        ? path
        : pages.nearest(Place.asked(request));
  }

  private static @Nullable String languageLink(
      Map<String, Object> model, HttpServletRequest request, Language language) {
    String other = other(language).code();
    if (model.get(LANGUAGE_PATH) instanceof String path) {
      return path + (path.contains("?") ? "&" : "?") + PageLanguage.PARAMETER + "=" + other;
    }
    if (!isLoaded(request)) {
      return null;
    }
    return ServletUriComponentsBuilder.fromRequest(request)
        .scheme(null)
        .host(null)
        .port(null)
        .replaceQueryParam(PageLanguage.PARAMETER, other)
        .build()
        .toUriString();
  }

  static Language other(Language language) {
    return switch (language) {
      case ZH -> Language.EN;
      case EN -> Language.ZH;
    };
  }
}
