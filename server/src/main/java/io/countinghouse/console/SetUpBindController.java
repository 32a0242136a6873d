package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.EmailAddress;
import io.countinghouse.identity.EmailCodeId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.settlement.SetUpBindings;
import io.countinghouse.workspace.OwnerProofs;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The second step of binding: the account's workspaces, bound in turn with their owners' codes. */
@Controller
class SetUpBindController {

  static final String LIST = "/setup/bind/workspaces";
  private static final String ONE = "/setup/bind/workspace";

  private final SetUpPages pages;
  private final SetUpWorkspaces list;
  private final SetUpBindings bindings;
  private final SetUpAnswers answers;
  private final OwnerProofs proofs;
  private final Workspaces workspaces;
  private final RateLimits limits;

  SetUpBindController(
      SetUpPages pages,
      SetUpWorkspaces list,
      SetUpBindings bindings,
      SetUpAnswers answers,
      OwnerProofs proofs,
      Workspaces workspaces,
      RateLimits limits) {
    this.pages = pages;
    this.list = list;
    this.bindings = bindings;
    this.answers = answers;
    this.proofs = proofs;
    this.workspaces = workspaces;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(String workspace, String email, String code) {

    Form {
      workspace = FieldChecks.text(workspace);
      email = FieldChecks.text(email);
      code = FieldChecks.digits(code);
    }
  }

  /**
   * The account's workspaces of every site.
   *
   * @param site where a workspace that is made here will live
   * @param q a part of the names to show; empty for all
   */
  @GetMapping(LIST)
  @Access(Access.Who.LANDED)
  ModelAndView list(
      @RequestParam(defaultValue = "") String site,
      @RequestParam(defaultValue = "") String q,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<BillingAccount> account = pages.account(request);
    if (account.isEmpty()) {
      return new ModelAndView("redirect:/setup/bind/account");
    }
    Optional<ModelAndView> elsewhere = pages.elsewhereUnless(account.get().id(), request, response);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("setup/workspaces");
    page.addObject("account", account.get().username());
    page.addObject("rows", list.of(account.get().id(), pages.agreement(request), q, language));
    page.addObject("q", q);
    page.addObject("sites", pages.sitesFor(account.get().id(), language));
    page.addObject("site", site.isEmpty() ? pages.preselectedSite(request) : site);
    page.addObject("held", pages.standing(request).holder().isPresent());
    page.addObject("wanted", pages.wanted(request).map(WorkspaceId::value).orElse(null));
    return pages.withSubscription(page, request);
  }

  /** Asks for the owner's address and a code. */
  @GetMapping(ONE)
  @Access(Access.Who.LANDED)
  ModelAndView one(@RequestParam(defaultValue = "") String workspace, HttpServletRequest request) {
    return page(new Form(workspace, "", ""), own(workspace, request), new FieldProblems());
  }

  /** Sends a code to the address that was typed, if it is the owner's. */
  @PostMapping("/setup/bind/owner-code")
  @Access(Access.Who.LANDED)
  ModelAndView code(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    Workspace workspace = own(form.workspace(), request);
    FieldProblems problems = new FieldProblems();
    FieldChecks.email(form.email(), problems);
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(page(form, workspace, problems), response);
    }
    limits.take(RateLimits.Limit.CODE, request);
    EmailAddress address = new EmailAddress(form.email());
    proofs.sendCode(workspace.id(), address, PageLanguage.of(request));
    ModelAndView page = page(form, workspace, problems);
    page.addObject("sentTo", address.value());
    return page;
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/bind/owner-code")
  @Access(Access.Who.LANDED)
  String codePage() {
    return "redirect:" + LIST;
  }

  @PostMapping(ONE)
  @Access(Access.Who.LANDED)
  ModelAndView bind(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    Workspace workspace = own(form.workspace(), request);
    if (PageLanguage.isSwitch(request)) {
      return page(form, workspace, new FieldProblems());
    }
    if (bindings.isBound(pages.agreement(request), workspace.id())) {
      // Pressed twice, or in two tabs.
      return new ModelAndView("redirect:" + LIST);
    }
    FieldProblems problems = new FieldProblems();
    FieldChecks.email(form.email(), problems);
    FieldChecks.code(form.code(), problems);
    if (problems.isEmpty() && bound(form, workspace, problems, request)) {
      return new ModelAndView("redirect:" + LIST);
    }
    return RegistrationPages.refused(page(form, workspace, problems), response);
  }

  /** Whether to go on: bound, or of no use to go on with here. */
  private boolean bound(
      Form form, Workspace workspace, FieldProblems problems, HttpServletRequest request) {
    Optional<EmailCodeId> right =
        proofs.check(workspace.id(), new EmailAddress(form.email()), form.code());
    if (right.isEmpty()) {
      problems.add("code", "problem.code.not-shown");
      return false;
    }
    BillingAccount account = pages.account(request).orElseThrow();
    SetUp.Outcome outcome =
        bindings.bind(
            pages.agreement(request),
            account.id(),
            workspace.id(),
            Actor.customer(workspaces.ownerOf(workspace.id())),
            right.get());
    answers.add(outcome, "code", workspace.site(), problems, PageLanguage.of(request));
    return problems.isEmpty();
  }

  /** A workspace that was opened under the account of this set-up; any other is not found. */
  private Workspace own(String id, HttpServletRequest request) {
    WorkspaceId workspace = WorkspaceController.id(id);
    return pages
        .account(request)
        .filter(account -> workspaces.isOpenedUnder(workspace, account.id()))
        .flatMap(_ -> workspaces.find(workspace))
        .orElseThrow(() -> new PageNotFoundException("not a workspace of the account"));
  }

  private static ModelAndView page(Form form, Workspace workspace, FieldProblems problems) {
    ModelAndView page = RegistrationPages.form("setup/bind", form, problems);
    page.addObject("name", workspace.name());
    page.addObject(PageFrame.LANGUAGE_PATH, ONE + "?workspace=" + workspace.id());
    page.addObject("sentTo", null);
    return page;
  }
}
