package io.countinghouse.console;

import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.Language;
import io.countinghouse.workspace.CustomerRegistrations;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Registers a customer who does not come from AWS: account, company, workspace. */
@Controller
class PlainRegisterController {

  private final RegistrationPages pages;
  private final Registrations registrations;
  private final CustomerRegistrations customers;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final RegistrationCodes codes;
  private final SignIns signIns;

  PlainRegisterController(
      RegistrationPages pages,
      Registrations registrations,
      CustomerRegistrations customers,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      RegistrationCodes codes,
      SignIns signIns) {
    this.pages = pages;
    this.registrations = registrations;
    this.customers = customers;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.codes = codes;
    this.signIns = signIns;
  }

  @GetMapping("/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView account(HttpServletRequest request) {
    AccountForm form =
        open(request).map(AccountForm::of).orElseGet(() -> AccountForm.empty(pages.firstSite()));
    return accountPage(form, new FieldProblems(), request);
  }

  @PostMapping("/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView account(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return accountPage(form, new FieldProblems(), request);
    }
    Optional<Registration> before = open(request);
    EmailAddress shown = before.map(Registration::email).orElse(null);
    FieldProblems problems = form.problems(shown);
    if (problems.isEmpty()) {
      begin(before.map(Registration::id).orElse(null), form, problems, request);
      if (problems.isEmpty()) {
        return new ModelAndView("redirect:/register/company");
      }
    }
    return RegistrationPages.refused(accountPage(form, problems, request), response);
  }

  private void begin(
      @Nullable RegistrationId before,
      AccountForm form,
      FieldProblems problems,
      HttpServletRequest request) {
    switch (registrations.begin(
        before,
        form.details(PageLanguage.of(request)),
        form.code(),
        new Password(form.password()))) {
      case Registrations.BeginOutcome.Begun(RegistrationId id) -> pages.keep(request, id);
      case Registrations.BeginOutcome.SiteRefused() -> problems.add("site", "problem.site");
      case Registrations.BeginOutcome.CodeWrong(int left) ->
          RegistrationPages.wrongCode(left, problems);
      case Registrations.BeginOutcome.CodeMissing() -> problems.add("code", "problem.code.missing");
      case Registrations.BeginOutcome.UsernameTaken() ->
          problems.add("username", "problem.username.taken");
      case Registrations.BeginOutcome.EmailTaken() -> problems.add("email", "problem.email.taken");
    }
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/register/code")
  @Access(Access.Who.PUBLIC)
  String codePage() {
    return "redirect:/register";
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping("/register/code")
  @Access(Access.Who.PUBLIC)
  ModelAndView code(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    FieldChecks.email(form.email(), problems);
    boolean part = request.getHeader("HX-Request") != null;
    ModelAndView page =
        part ? new ModelAndView("setup/code :: answer") : accountPage(form, problems, request);
    page.addObject("problems", problems);
    page.addObject("codeAnswer", problems.isEmpty() ? codes.send(form.email(), request) : null);
    return problems.isEmpty() || part ? page : RegistrationPages.refused(page, response);
  }

  @GetMapping("/register/company")
  @Access(Access.Who.PUBLIC)
  ModelAndView company(HttpServletRequest request) {
    Optional<Registration> current = open(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:/register");
    }
    if (billingAccounts.usernameTaken(current.get().username().value())) {
      return new ModelAndView("redirect:/register/existing");
    }
    CompanyForm form =
        Optional.ofNullable(current.get().company())
            .map(CompanyForm::of)
            .orElseGet(CompanyForm::empty);
    return RegistrationPages.form("register/company", form, new FieldProblems());
  }

  @PostMapping("/register/company")
  @Access(Access.Who.PUBLIC)
  ModelAndView company(
      @ModelAttribute("form") CompanyForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return RegistrationPages.form("register/company", form, new FieldProblems());
    }
    Optional<Registration> current = open(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:/register");
    }
    FieldProblems problems = form.problems();
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(
          RegistrationPages.form("register/company", form, problems), response);
    }
    registrations.setCompany(current.get().id(), form.value());
    return new ModelAndView("redirect:/register/workspace");
  }

  /** What was typed into the last step; a field that was not sent is empty. */
  record WorkspaceForm(String workspaceName, String workspaceLanguage) {

    WorkspaceForm {
      workspaceName = FieldChecks.text(workspaceName);
      workspaceLanguage = FieldChecks.text(workspaceLanguage);
    }
  }

  @GetMapping("/register/workspace")
  @Access(Access.Who.PUBLIC)
  ModelAndView workspace(HttpServletRequest request) {
    Optional<Registration> current = open(request);
    if (current.isEmpty() || !current.get().hasPayer()) {
      return new ModelAndView("redirect:/register/company");
    }
    WorkspaceForm form = new WorkspaceForm("", PageLanguage.of(request).code());
    return RegistrationPages.form("register/workspace", form, new FieldProblems());
  }

  @PostMapping("/register/workspace")
  @Access(Access.Who.PUBLIC)
  ModelAndView workspace(
      @ModelAttribute("form") WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return RegistrationPages.form("register/workspace", form, new FieldProblems());
    }
    Optional<Registration> current = pages.current(request);
    if (current.isEmpty()) {
      return new ModelAndView("redirect:/register");
    }
    FieldProblems problems = new FieldProblems();
    FieldChecks.workspace(form.workspaceName(), form.workspaceLanguage(), problems);
    return problems.isEmpty()
        ? complete(current.get(), form, request, response)
        : RegistrationPages.refused(
            RegistrationPages.form("register/workspace", form, problems), response);
  }

  private ModelAndView complete(
      Registration current,
      WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    WorkspaceName name = new WorkspaceName(form.workspaceName());
    Language language = Language.ofCode(form.workspaceLanguage()).orElseThrow();
    return switch (customers.complete(current.id(), name, language)) {
      case CustomerRegistrations.Outcome.Done(var owner, var workspace) -> {
        // Pressed twice, the second press finds the first one's session.
        if (!current.isComplete()) {
          signIns.signIn(consoleAccounts.find(owner).orElseThrow(), request, response);
        }
        yield new ModelAndView("redirect:/w/" + workspace + "/plan");
      }
      case CustomerRegistrations.Outcome.Refused(var why) ->
          new ModelAndView("redirect:" + backTo(why));
    };
  }

  /** The step where what was refused can be mended. */
  private static String backTo(Registrations.Outcome why) {
    return switch (why) {
      case Registrations.Outcome.CompanyMissing _ -> "/register/company";
      case Registrations.Outcome.BillingUsernameTaken _ -> "/register/existing";
      case Registrations.Outcome.UsernameTaken _, Registrations.Outcome.EmailTaken _ ->
          "/register?taken=yes";
      case Registrations.Outcome.Made _, Registrations.Outcome.MadeBefore _ ->
          throw new IllegalStateException("made, and so not refused");
    };
  }

  private Optional<Registration> open(HttpServletRequest request) {
    return pages.current(request).filter(it -> !it.isComplete());
  }

  private ModelAndView accountPage(
      AccountForm form, FieldProblems problems, HttpServletRequest request) {
    if (request.getParameter("taken") != null) {
      problems.add("username", "problem.account.taken-meanwhile");
    }
    return pages.account("register/account", "/register/code", form, problems, request);
  }
}
