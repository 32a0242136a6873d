package io.countinghouse.console;

import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.PasswordResets;
import io.countinghouse.kernel.SiteId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * A new password for who has forgotten it, at the console and at the Billing Center. Whether there
 * is such an account, no page tells.
 */
@Controller
class PasswordController {

  private static final String ASK = "/password";
  private static final String BILLING_ASK = "/billing/password";
  private static final String NEW = "/password/new";
  private static final String BILLING_NEW = "/billing/password/new";
  private static final String ATTRIBUTE = "password.";

  private final PasswordResets resets;
  private final RegistrationPages pages;
  private final RateLimits limits;

  PasswordController(PasswordResets resets, RegistrationPages pages, RateLimits limits) {
    this.resets = resets;
    this.pages = pages;
    this.limits = limits;
  }

  /** Whose password; a field that was not sent is empty. */
  record AskForm(String site, String name) {

    AskForm {
      site = FieldChecks.text(site);
      name = FieldChecks.text(name);
    }
  }

  /** What shows that it is theirs, and the new password; a field that was not sent is empty. */
  record NewForm(String code, String password) {

    NewForm {
      code = FieldChecks.digits(code);
      password = FieldChecks.text(password);
    }

    @Override
    public String toString() {
      return "NewForm[***]";
    }
  }

  private record Asked(String site, String name) implements Serializable {}

  @GetMapping({ASK, BILLING_ASK})
  @Access(Access.Who.PUBLIC)
  ModelAndView ask(HttpServletRequest request) {
    return askPage(new AskForm(pages.firstSite(), ""), new FieldProblems(), request);
  }

  /** Sends a code if there is such an account, and goes on the same way if there is none. */
  @PostMapping({ASK, BILLING_ASK})
  @Access(Access.Who.PUBLIC)
  ModelAndView ask(
      @ModelAttribute("form") AskForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return askPage(form, problems, request);
    }
    boolean console = Place.of(request) == Place.CONSOLE;
    if (console) {
      FieldChecks.site(form.site(), problems);
    }
    if (form.name().isBlank() || form.name().length() > EmailAddress.LENGTH_MAX) {
      problems.add("name", console ? "problem.sign-in.name" : "problem.username.empty");
    }
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(askPage(form, problems, request), response);
    }
    limits.take(RateLimits.Limit.CODE, request);
    Asked asked = new Asked(form.site(), form.name());
    request.getSession(true).setAttribute(ATTRIBUTE + Place.of(request), asked);
    resets.sendCode(whose(asked, request), PageLanguage.of(request));
    return new ModelAndView("redirect:" + Place.of(request).path(NEW));
  }

  @GetMapping({NEW, BILLING_NEW})
  @Access(Access.Who.PUBLIC)
  ModelAndView choose(HttpServletRequest request) {
    return asked(request).isEmpty()
        ? new ModelAndView("redirect:" + Place.of(request).path(ASK))
        : newPage(new NewForm("", ""), new FieldProblems(), request);
  }

  @PostMapping({NEW, BILLING_NEW})
  @Access(Access.Who.PUBLIC)
  ModelAndView choose(
      @ModelAttribute("form") NewForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<Asked> asked = asked(request);
    if (asked.isEmpty()) {
      return new ModelAndView("redirect:" + Place.of(request).path(ASK));
    }
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return newPage(form, problems, request);
    }
    FieldChecks.code(form.code(), problems);
    FieldChecks.password("password", form.password(), "", "", problems);
    if (problems.isEmpty()) {
      limits.takeSignIn(request, "reset " + asked.get().site(), asked.get().name());
      switch (resets.reset(
          whose(asked.get(), request), form.code(), new Password(form.password()))) {
        case PasswordResets.Outcome.Done() -> {
          request.getSession(true).removeAttribute(ATTRIBUTE + Place.of(request));
          String site = Place.of(request) == Place.CONSOLE ? "&site=" + asked.get().site() : "";
          return new ModelAndView(
              "redirect:" + Place.of(request).path("/sign-in?reset=yes" + site));
        }
        case PasswordResets.Outcome.NotShown() -> problems.add("code", "problem.code.not-shown");
        case PasswordResets.Outcome.Unfit(var unfit) ->
            FieldChecks.password("password", unfit, problems);
      }
    }
    return RegistrationPages.refused(newPage(form, problems, request), response);
  }

  private static Optional<Asked> asked(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    return session != null
            && session.getAttribute(ATTRIBUTE + Place.of(request)) instanceof Asked asked
        ? Optional.of(asked)
        : Optional.empty();
  }

  private static PasswordResets.Whose whose(Asked asked, HttpServletRequest request) {
    return Place.of(request) == Place.BILLING
        ? new PasswordResets.Whose.Billing(asked.name())
        : new PasswordResets.Whose.Console(new SiteId(asked.site()), asked.name());
  }

  private ModelAndView askPage(AskForm form, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = RegistrationPages.form("password/ask", form, problems);
    page.addObject("action", Place.of(request).path(ASK));
    page.addObject("signInPath", Place.of(request).path("/sign-in"));
    page.addObject("console", Place.of(request) == Place.CONSOLE);
    page.addObject("sites", pages.siteOptions(RegistrationWay.PLAIN, PageLanguage.of(request)));
    return page;
  }

  private static ModelAndView newPage(
      NewForm form, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = RegistrationPages.form("password/new", form, problems);
    page.addObject("action", Place.of(request).path(NEW));
    page.addObject("askPath", Place.of(request).path(ASK));
    page.addObject("signInPath", Place.of(request).path("/sign-in"));
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("codeMinutes", EmailCodes.LIFE.toMinutes());
    return page;
  }
}
