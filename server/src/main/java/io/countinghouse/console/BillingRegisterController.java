package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.BillingRegistrations;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Registers a billing account alone; whether its username is free is told while it is typed. */
@Controller
class BillingRegisterController {

  private final RegistrationPages pages;
  private final BillingRegistrations registrations;
  private final BillingAccounts accounts;
  private final RegistrationCodes codes;
  private final SignIns signIns;
  private final RateLimits limits;

  BillingRegisterController(
      RegistrationPages pages,
      BillingRegistrations registrations,
      BillingAccounts accounts,
      RegistrationCodes codes,
      SignIns signIns,
      RateLimits limits) {
    this.pages = pages;
    this.registrations = registrations;
    this.accounts = accounts;
    this.codes = codes;
    this.signIns = signIns;
    this.limits = limits;
  }

  @GetMapping("/billing/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView form(HttpServletRequest request) {
    return page(
        AccountForm.empty(pages.firstSite()), CompanyForm.empty(), new FieldProblems(), request);
  }

  @PostMapping("/billing/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView register(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("company") CompanyForm company,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return page(form, company, new FieldProblems(), request);
    }
    FieldProblems problems = form.problems(null);
    company.addProblems(problems);
    if (problems.isEmpty()) {
      Optional<BillingAccount> made = made(form, company, problems, request);
      if (made.isPresent()) {
        signIns.signIn(made.get(), request, response);
        return new ModelAndView("redirect:/billing");
      }
    }
    return RegistrationPages.refused(page(form, company, problems, request), response);
  }

  private Optional<BillingAccount> made(
      AccountForm form, CompanyForm company, FieldProblems problems, HttpServletRequest request) {
    switch (registrations.register(
        form.details(PageLanguage.of(request)),
        company.value(),
        form.code(),
        new Password(form.password()))) {
      case BillingRegistrations.Outcome.Made(BillingAccount account) -> {
        return Optional.of(account);
      }
      case BillingRegistrations.Outcome.SiteRefused() -> problems.add("site", "problem.site");
      case BillingRegistrations.Outcome.CodeWrong(int left) ->
          RegistrationPages.wrongCode(left, problems);
      case BillingRegistrations.Outcome.CodeMissing() ->
          problems.add("code", "problem.code.missing");
      case BillingRegistrations.Outcome.UsernameTaken() ->
          problems.add("username", "problem.username.taken");
    }
    return Optional.empty();
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
    return codes.answer(
        form.email(), problems -> page(form, company, problems, request), request, response);
  }

  private ModelAndView page(
      AccountForm form, CompanyForm company, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page =
        pages.account("billing/register", "/billing/register/code", form, problems, request);
    page.addObject("company", company);
    return page;
  }
}
