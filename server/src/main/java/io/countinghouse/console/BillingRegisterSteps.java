package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingRegistrations;
import io.countinghouse.identity.Password;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** Registers a billing account alone, at the Billing Center or within the set-up. */
@Component
class BillingRegisterSteps {

  private final RegistrationPages pages;
  private final BillingRegistrations registrations;
  private final RegistrationCodes codes;
  private final RateLimits limits;

  BillingRegisterSteps(
      RegistrationPages pages,
      BillingRegistrations registrations,
      RegistrationCodes codes,
      RateLimits limits) {
    this.pages = pages;
    this.registrations = registrations;
    this.codes = codes;
    this.limits = limits;
  }

  /**
   * Where it is done.
   *
   * @param action path of the form
   * @param code path that sends codes
   * @param back path for who has an account
   * @param site that is preselected
   */
  record Way(String action, String code, String back, String site) {}

  ModelAndView form(Way way, HttpServletRequest request) {
    return page(
        way, AccountForm.empty(way.site()), CompanyForm.empty(), new FieldProblems(), request);
  }

  /**
   * The form, filled in.
   *
   * @param next where to go on with the account
   */
  ModelAndView register(
      Way way,
      AccountForm form,
      CompanyForm company,
      Function<BillingAccount, ModelAndView> next,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return page(way, form, company, new FieldProblems(), request);
    }
    FieldProblems problems = form.problems(null);
    company.addProblems(problems);
    if (problems.isEmpty()) {
      Optional<BillingAccount> made = made(form, company, problems, request);
      if (made.isPresent()) {
        return next.apply(made.get());
      }
    }
    return RegistrationPages.refused(page(way, form, company, problems, request), response);
  }

  private Optional<BillingAccount> made(
      AccountForm form, CompanyForm company, FieldProblems problems, HttpServletRequest request) {
    limits.take(RateLimits.Limit.USERNAME_CHECK, request);
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

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  ModelAndView code(
      Way way,
      AccountForm form,
      CompanyForm company,
      HttpServletRequest request,
      HttpServletResponse response) {
    return codes.answer(
        form.email(), problems -> page(way, form, company, problems, request), request, response);
  }

  private ModelAndView page(
      Way way,
      AccountForm form,
      CompanyForm company,
      FieldProblems problems,
      HttpServletRequest request) {
    ModelAndView page = pages.account("billing/register", way.code(), form, problems, request);
    page.addObject("company", company);
    page.addObject("way", way);
    return page;
  }
}
