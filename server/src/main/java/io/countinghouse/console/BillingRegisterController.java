package io.countinghouse.console;

import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.Username;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Registers a billing account alone. */
@Controller
class BillingRegisterController {

  private final RegistrationPages pages;
  private final BillingRegisterSteps steps;
  private final BillingAccounts accounts;
  private final SignIns signIns;
  private final RateLimits limits;

  BillingRegisterController(
      RegistrationPages pages,
      BillingRegisterSteps steps,
      BillingAccounts accounts,
      SignIns signIns,
      RateLimits limits) {
    this.pages = pages;
    this.steps = steps;
    this.accounts = accounts;
    this.signIns = signIns;
    this.limits = limits;
  }

  private BillingRegisterSteps.Way way() {
    return new BillingRegisterSteps.Way(
        "/billing/register", "/billing/register/code", "/billing/sign-in", pages.firstSite());
  }

  @GetMapping("/billing/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView form(HttpServletRequest request) {
    return steps.form(way(), request);
  }

  @PostMapping("/billing/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView register(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("company") CompanyForm company,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.register(
        way(),
        form,
        company,
        account -> {
          signIns.signIn(account, request, response);
          return new ModelAndView("redirect:/billing");
        },
        request,
        response);
  }

  /** Whether a username is free, said beside its field while it is typed. */
  @GetMapping("/billing/register/username")
  @Access(Access.Who.PUBLIC)
  ModelAndView username(
      @RequestParam(defaultValue = "") String username, HttpServletRequest request) {
    limits.take(RateLimits.Limit.USERNAME_CHECK, request);
    ModelAndView part = new ModelAndView("form :: username-answer");
    FieldProblems problems = new FieldProblems();
    FieldChecks.username(username, problems);
    if (Username.problems(username).isEmpty() && accounts.usernameTaken(username)) {
      problems.add("username", "problem.username.taken");
    }
    part.addObject("problems", problems);
    return part;
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/billing/register/code")
  @Access(Access.Who.PUBLIC)
  String codePage() {
    return "redirect:/billing/register";
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping("/billing/register/code")
  @Access(Access.Who.PUBLIC)
  ModelAndView code(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("company") CompanyForm company,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.code(way(), form, company, request, response);
  }
}
