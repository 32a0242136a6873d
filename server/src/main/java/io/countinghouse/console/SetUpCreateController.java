package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.SiteId;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.CreationProofs;
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

/** Makes a workspace within the binding, for a console account that there is. */
@Controller
class SetUpCreateController {

  private static final String HERE = "/setup/bind/new";

  private final SetUpPages pages;
  private final SetUpWorkspaces list;
  private final SetUp setUp;
  private final SetUpAnswers answers;
  private final CreationProofs proofs;
  private final RateLimits limits;

  SetUpCreateController(
      SetUpPages pages,
      SetUpWorkspaces list,
      SetUp setUp,
      SetUpAnswers answers,
      CreationProofs proofs,
      RateLimits limits) {
    this.pages = pages;
    this.list = list;
    this.setUp = setUp;
    this.answers = answers;
    this.proofs = proofs;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(
      String site, String workspaceName, String workspaceLanguage, String email, String code) {

    Form {
      site = FieldChecks.text(site);
      workspaceName = FieldChecks.text(workspaceName);
      workspaceLanguage = FieldChecks.text(workspaceLanguage);
      email = FieldChecks.text(email);
      code = FieldChecks.digits(code);
    }

    /**
     * @throws IllegalArgumentException if the form has problems
     */
    SetUp.Wanted wanted() {
      return new SetUp.Wanted(
          new SiteId(site),
          new WorkspaceName(workspaceName),
          Language.ofCode(workspaceLanguage)
              .orElseThrow(() -> new IllegalArgumentException("no such language")));
    }
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
                new Form(
                    site.isEmpty() ? pages.preselectedSite(request) : site,
                    "",
                    PageLanguage.of(request).code(),
                    "",
                    ""),
                new FieldProblems(),
                request));
  }

  /** Sends a code to the address that was typed, if a console account of the site has it. */
  @PostMapping("/setup/bind/new-code")
  @Access(Access.Who.LANDED)
  ModelAndView code(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    Optional<ModelAndView> elsewhere = pages.elsewhereForBinding(request, response);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    FieldProblems problems = new FieldProblems();
    FieldChecks.site(form.site(), problems);
    FieldChecks.email(form.email(), problems);
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(page(form, problems, request), response);
    }
    limits.take(RateLimits.Limit.CODE, request);
    EmailAddress address = new EmailAddress(form.email());
    proofs.sendCode(new SiteId(form.site()), address, PageLanguage.of(request));
    ModelAndView page = page(form, problems, request);
    page.addObject("sentTo", address.value());
    return page;
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/bind/new-code")
  @Access(Access.Who.LANDED)
  String codePage() {
    return "redirect:" + HERE;
  }

  @PostMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView create(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    Optional<ModelAndView> elsewhere = pages.elsewhereForBinding(request, response);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(form, problems, request);
    }
    FieldChecks.site(form.site(), problems);
    FieldChecks.workspace(form.workspaceName(), form.workspaceLanguage(), problems);
    FieldChecks.email(form.email(), problems);
    FieldChecks.code(form.code(), problems);
    if (problems.isEmpty()) {
      create(form, problems, request);
    }
    return problems.isEmpty()
        ? new ModelAndView("redirect:" + SetUpBindController.LIST)
        : RegistrationPages.refused(page(form, problems, request), response);
  }

  private void create(Form form, FieldProblems problems, HttpServletRequest request) {
    SetUp.Wanted wanted = form.wanted();
    Optional<CreationProofs.Shown> shown =
        proofs.check(wanted.site(), new EmailAddress(form.email()), form.code());
    if (shown.isEmpty()) {
      if (!isMadeBefore(form, request)) {
        problems.add("code", "problem.code.not-shown");
      }
      return;
    }
    BillingAccount holder = pages.account(request).orElseThrow();
    SetUp.Outcome outcome =
        setUp.create(
            pages.agreement(request),
            holder.id(),
            wanted,
            shown.get().account(),
            shown.get().code());
    answers.add(outcome, "code", wanted.site(), problems, PageLanguage.of(request));
  }

  /** Pressed twice, the second press finds the code used for what the first has made. */
  private boolean isMadeBefore(Form form, HttpServletRequest request) {
    return proofs.isUsed(new SiteId(form.site()), new EmailAddress(form.email()), form.code())
        && list.boundBy(pages.agreement(request), null, PageLanguage.of(request)).stream()
            .anyMatch(it ->
                it.siteId().equals(form.site()) && it.name().equals(form.wanted().name().value()));
  }

  private ModelAndView page(Form form, FieldProblems problems, HttpServletRequest request) {
    BillingAccount account = pages.account(request).orElseThrow();
    ModelAndView page = RegistrationPages.form("setup/new", form, problems);
    page.addObject("account", account.username());
    page.addObject("sites", pages.sitesFor(account.id(), PageLanguage.of(request)));
    page.addObject("codeMinutes", EmailCodes.LIFE.toMinutes());
    page.addObject("sentTo", null);
    return pages.withSubscription(page, request);
  }
}
