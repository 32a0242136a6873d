package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.RegistrationId;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Registers a console account within the binding, with its first workspace; it is tied to the
 * billing account of the first step, and no second one is made.
 */
@Controller
class SetUpConsoleController {

  private static final String HERE = "/setup/bind/console";
  private static final String CODE = "/setup/bind/console-code";

  private final SetUpPages pages;
  private final RegistrationPages registrationPages;
  private final Registrations registrations;
  private final SetUp setUp;
  private final SetUpAnswers answers;
  private final RegistrationCodes codes;
  private final ConsoleAccounts accounts;
  private final SignIns signIns;
  private final RateLimits limits;

  SetUpConsoleController(
      SetUpPages pages,
      RegistrationPages registrationPages,
      Registrations registrations,
      SetUp setUp,
      SetUpAnswers answers,
      RegistrationCodes codes,
      ConsoleAccounts accounts,
      SignIns signIns,
      RateLimits limits) {
    this.pages = pages;
    this.registrationPages = registrationPages;
    this.registrations = registrations;
    this.setUp = setUp;
    this.answers = answers;
    this.codes = codes;
    this.accounts = accounts;
    this.signIns = signIns;
    this.limits = limits;
  }

  @GetMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView form(
      @RequestParam(defaultValue = "") String site,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages
        .elsewhereForBinding(request, response)
        .orElseGet(() ->
            page(
                AccountForm.empty(site.isEmpty() ? pages.preselectedSite(request) : site),
                RegistrationSteps.WorkspaceForm.empty(request),
                new FieldProblems(),
                request));
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping(CODE)
  @Access(Access.Who.LANDED)
  ModelAndView code(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("workspace") RegistrationSteps.WorkspaceForm workspace,
      HttpServletRequest request,
      HttpServletResponse response) {
    return pages
        .elsewhereForBinding(request, response)
        .orElseGet(() ->
            codes.answer(
                form.email(),
                problems -> page(form, workspace, problems, request),
                request,
                response));
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping(CODE)
  @Access(Access.Who.LANDED)
  String codePage() {
    return "redirect:" + HERE;
  }

  @PostMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView register(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("workspace") RegistrationSteps.WorkspaceForm workspace,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<ModelAndView> elsewhere = pages.elsewhereForBinding(request, response);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    if (PageLanguage.isSwitch(request)) {
      return page(form, workspace, new FieldProblems(), request);
    }
    if (isDoneBefore(form, request)) {
      return new ModelAndView("redirect:" + SetUpBindController.LIST);
    }
    FieldProblems problems = form.problems(null);
    FieldChecks.workspace(workspace.workspaceName(), workspace.workspaceLanguage(), problems);
    if (problems.isEmpty()) {
      register(form, workspace, problems, request, response);
    }
    return problems.isEmpty()
        ? new ModelAndView("redirect:" + SetUpBindController.LIST)
        : RegistrationPages.refused(page(form, workspace, problems, request), response);
  }

  /** Pressed twice, the second press finds what the first has made. */
  private boolean isDoneBefore(AccountForm form, HttpServletRequest request) {
    return registrationPages
        .current(request)
        .filter(it -> it.isComplete() && it.email().value().equalsIgnoreCase(form.email().strip()))
        .filter(it -> it.username().value().equals(form.username().strip()))
        .isPresent();
  }

  private void register(
      AccountForm form,
      RegistrationSteps.WorkspaceForm workspace,
      FieldProblems problems,
      HttpServletRequest request,
      HttpServletResponse response) {
    limits.take(RateLimits.Limit.USERNAME_CHECK, request);
    switch (registrations.begin(
        null, form.details(PageLanguage.of(request)), form.code(), new Password(form.password()))) {
      case Registrations.BeginOutcome.Begun(RegistrationId id) -> {
        BillingAccount account = pages.account(request).orElseThrow();
        registrations.setExisting(id, account.id());
        registrationPages.keep(request, id);
        SetUp.Outcome outcome =
            setUp.register(
                pages.agreement(request),
                id,
                new WorkspaceName(workspace.workspaceName()),
                workspace.language());
        answers.add(
            outcome, "username", new SiteId(form.site()), problems, PageLanguage.of(request));
        if (outcome instanceof SetUp.Outcome.Done(ConsoleAccountId owner, var _, var _)) {
          pages.proven(request, account);
          signIns.signIn(accounts.find(owner).orElseThrow(), request, response);
        }
      }
      case Registrations.BeginOutcome refused -> RegistrationPages.add(refused, problems);
    }
  }

  private ModelAndView page(
      AccountForm form,
      RegistrationSteps.WorkspaceForm workspace,
      FieldProblems problems,
      HttpServletRequest request) {
    BillingAccount account = pages.account(request).orElseThrow();
    ModelAndView page = registrationPages.account("setup/console", CODE, form, problems, request);
    page.addObject("account", account.username());
    page.addObject("workspace", workspace);
    page.addObject("sites", pages.sitesFor(account.id(), PageLanguage.of(request)));
    return page;
  }
}
