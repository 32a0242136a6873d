package awssimulator.pages;

import awssimulator.clock.BusinessClock;
import awssimulator.market.MarketRefusal;
import awssimulator.queue.QueueRefusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.ModelAndView;

/** What every page shows, and what it shows when it cannot do what was asked. */
@ControllerAdvice(basePackageClasses = PageAdvice.class)
class PageAdvice {
  private final SignedIn signedIn;
  private final BusinessClock clock;

  PageAdvice(SignedIn signedIn, BusinessClock clock) {
    this.signedIn = signedIn;
    this.clock = clock;
  }

  @ModelAttribute
  void everyPage(HttpServletRequest request, Locale locale, Model model) {
    fill(request, locale, model.asMap());
  }

  private void fill(HttpServletRequest request, Locale locale, Map<String, Object> model) {
    signedIn.account(request).ifPresent(account -> model.put("account", account));
    model.put(
        "formToken", Objects.requireNonNullElse(request.getAttribute(PageGuard.FORM_TOKEN), ""));
    model.put("lang", locale.getLanguage().equals("zh") ? "zh-CN" : "en");
    model.put("here", here(request));
    model.put("now", Times.minute(clock.instant()));
  }

  /** Where the language switch returns to: this page, or the start page after a form. */
  private static String here(HttpServletRequest request) {
    if (!request.getMethod().equals("GET")) {
      return "/";
    }
    String query = request.getQueryString();
    return Go.safe(request.getRequestURI() + (query == null ? "" : "?" + query));
  }

  @ExceptionHandler
  ModelAndView signIn(SignInNeeded needed, HttpServletRequest request) {
    return Go.toSignIn(here(request));
  }

  @ExceptionHandler
  ModelAndView refused(MarketRefusal refusal, HttpServletRequest request, Locale locale) {
    return switch (refusal.reason()) {
      case NOT_FOUND -> problem("not-found", HttpStatus.NOT_FOUND, request, locale);
      case CONFLICT -> problem("conflict", HttpStatus.CONFLICT, request, locale);
      case INVALID -> problem("invalid", HttpStatus.BAD_REQUEST, request, locale);
    };
  }

  @ExceptionHandler
  ModelAndView refused(QueueRefusal refusal, HttpServletRequest request, Locale locale) {
    return switch (refusal.reason()) {
      case NOT_FOUND -> problem("not-found", HttpStatus.NOT_FOUND, request, locale);
      case CONFLICT -> problem("conflict", HttpStatus.CONFLICT, request, locale);
      case INVALID -> problem("invalid", HttpStatus.BAD_REQUEST, request, locale);
    };
  }

  @ExceptionHandler
  ModelAndView refused(FormRefused refusal, HttpServletRequest request, Locale locale) {
    return problem("form", HttpStatus.FORBIDDEN, request, locale);
  }

  private ModelAndView problem(
      String key, HttpStatus status, HttpServletRequest request, Locale locale) {
    ModelAndView page = new ModelAndView("problem", status);
    fill(request, locale, page.getModel());
    page.addObject("problem", key);
    return page;
  }
}
