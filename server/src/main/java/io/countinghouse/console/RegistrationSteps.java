package io.countinghouse.console;

import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.Language;
import io.countinghouse.site.Site;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The steps that all registrations have: account and company, and the form of the last. */
@Component
class RegistrationSteps {

  private final RegistrationPages pages;
  private final Registrations registrations;
  private final BillingAccounts billingAccounts;
  private final RegistrationCodes codes;
  private final RateLimits limits;

  RegistrationSteps(
      RegistrationPages pages,
      Registrations registrations,
      BillingAccounts billingAccounts,
      RegistrationCodes codes,
      RateLimits limits) {
    this.pages = pages;
    this.registrations = registrations;
    this.billingAccounts = billingAccounts;
    this.codes = codes;
    this.limits = limits;
  }

  /** What was typed into the last step; a field that was not sent is empty. */
  record WorkspaceForm(String workspaceName, String workspaceLanguage, String method) {

    WorkspaceForm {
      workspaceName = FieldChecks.text(workspaceName);
      workspaceLanguage = FieldChecks.text(workspaceLanguage);
      method = FieldChecks.text(method);
    }

    /** As it is first seen. */
    static WorkspaceForm empty(HttpServletRequest request) {
      return new WorkspaceForm("", PageLanguage.of(request).code(), "");
    }

    FieldProblems problems() {
      FieldProblems found = new FieldProblems();
      FieldChecks.workspace(workspaceName, workspaceLanguage, found);
      return found;
    }

    /**
     * @throws IllegalArgumentException if the form has problems
     */
    Language language() {
      return Language.ofCode(workspaceLanguage)
          .orElseThrow(() -> new IllegalArgumentException("no such language"));
    }
  }

  /**
   * The first step.
   *
   * @param site that is preselected
   */
  ModelAndView account(RegistrationWay way, String site, HttpServletRequest request) {
    AccountForm form = open(request).map(AccountForm::of).orElseGet(() -> AccountForm.empty(site));
    return accountPage(way, form, new FieldProblems(), request);
  }

  ModelAndView account(
      RegistrationWay way,
      AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return accountPage(way, form, new FieldProblems(), request);
    }
    Optional<Registration> before = open(request);
    EmailAddress shown = before.map(Registration::email).orElse(null);
    FieldProblems problems = form.problems(shown);
    pages.checkSite(way, form.site(), problems);
    if (problems.isEmpty()) {
      begin(before.map(Registration::id).orElse(null), form, problems, request);
      if (problems.isEmpty()) {
        return new ModelAndView("redirect:" + way.company());
      }
    }
    return RegistrationPages.refused(accountPage(way, form, problems, request), response);
  }

  private void begin(
      @Nullable RegistrationId before,
      AccountForm form,
      FieldProblems problems,
      HttpServletRequest request) {
    limits.take(RateLimits.Limit.USERNAME_CHECK, request);
    switch (registrations.begin(
        before,
        form.details(PageLanguage.of(request)),
        form.code(),
        new Password(form.password()))) {
      case Registrations.BeginOutcome.Begun(RegistrationId id) -> pages.keep(request, id);
      case Registrations.BeginOutcome refused -> RegistrationPages.add(refused, problems);
    }
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  ModelAndView code(
      RegistrationWay way,
      AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return codes.answer(
        form.email(), problems -> accountPage(way, form, problems, request), request, response);
  }

  /** The second step; who has no first is led there. */
  ModelAndView company(RegistrationWay way, HttpServletRequest request) {
    Optional<Registration> current = open(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:" + way.account());
    }
    if (billingAccounts.usernameTaken(current.get().username().value())) {
      return new ModelAndView("redirect:" + way.existing());
    }
    CompanyForm form =
        Optional.ofNullable(current.get().company())
            .map(CompanyForm::of)
            .orElseGet(CompanyForm::empty);
    return RegistrationPages.step("register/company", way, form, new FieldProblems());
  }

  ModelAndView company(
      RegistrationWay way,
      CompanyForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return RegistrationPages.step("register/company", way, form, new FieldProblems());
    }
    Optional<Registration> current = open(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:" + way.account());
    }
    FieldProblems problems = form.problems();
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(
          RegistrationPages.step("register/company", way, form, problems), response);
    }
    registrations.setCompany(current.get().id(), form.value());
    return new ModelAndView("redirect:" + way.workspace());
  }

  /** The last step; who has no second is led there. */
  ModelAndView workspace(RegistrationWay way, HttpServletRequest request) {
    Optional<Registration> current = open(request);
    if (current.isEmpty() || !current.get().hasPayer()) {
      return new ModelAndView("redirect:" + way.company());
    }
    WorkspaceForm form =
        pages.typed(current.get(), request).orElseGet(() -> WorkspaceForm.empty(request));
    return workspacePage(way, current.get(), form, new FieldProblems());
  }

  /**
   * The last step, filled in.
   *
   * @param complete what is done with a form that has no problems
   */
  ModelAndView workspace(
      RegistrationWay way,
      WorkspaceForm form,
      Completion complete,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<Registration> current = pages.current(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:" + way.account());
    }
    if (PageLanguage.isSwitch(request)) {
      return workspacePage(way, current.get(), form, new FieldProblems());
    }
    FieldProblems problems = form.problems();
    Function<FieldProblems, ModelAndView> again =
        found ->
            RegistrationPages.refused(workspacePage(way, current.get(), form, found), response);
    return problems.isEmpty() ? complete.of(current.get(), form, again) : again.apply(problems);
  }

  /** What is done with a last step without problems; it may find some that only then are seen. */
  interface Completion {

    /**
     * @param refused shows the form again with problems
     */
    ModelAndView of(
        Registration current, WorkspaceForm form, Function<FieldProblems, ModelAndView> refused);
  }

  private ModelAndView workspacePage(
      RegistrationWay way, Registration current, WorkspaceForm form, FieldProblems problems) {
    ModelAndView page = RegistrationPages.step("register/workspace", way, form, problems);
    page.addObject("awsOffered", !way.fromAws() && pages.offersAws(current.site()));
    page.addObject(
        "centerOffered",
        !way.fromAws() && pages.offers(current.site(), Site.Method.BILLING_CENTER));
    return page;
  }

  /** The step where what was refused can be mended. */
  static String backTo(RegistrationWay way, Registrations.Outcome why) {
    return switch (why) {
      case Registrations.Outcome.CompanyMissing _ -> way.company();
      case Registrations.Outcome.BillingUsernameTaken _ -> way.existing();
      case Registrations.Outcome.UsernameTaken _, Registrations.Outcome.EmailTaken _ ->
          way.account() + "?taken=yes";
      case Registrations.Outcome.Made _, Registrations.Outcome.MadeBefore _ ->
          throw new IllegalStateException("made, and so not refused");
    };
  }

  private Optional<Registration> open(HttpServletRequest request) {
    return pages.current(request).filter(it -> !it.isComplete());
  }

  private ModelAndView accountPage(
      RegistrationWay way, AccountForm form, FieldProblems problems, HttpServletRequest request) {
    if (request.getParameter("taken") != null) {
      problems.add("username", "problem.account.taken-meanwhile");
    }
    ModelAndView page = pages.account("register/account", way.code(), form, problems, request);
    page.addObject("way", way);
    page.addObject("sites", pages.siteOptions(way, PageLanguage.of(request)));
    return page;
  }
}
