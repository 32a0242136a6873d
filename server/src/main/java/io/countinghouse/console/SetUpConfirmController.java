package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.settlement.SetUpBindings;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The way of who is signed in to the Billing Center: choose workspaces of that account and submit;
 * no second sign-in, and no owners' codes, as in the Billing Center itself.
 */
@Controller
class SetUpConfirmController {

  private static final String HERE = "/setup/confirm";

  private final SetUpPages pages;
  private final SetUpWorkspaces list;
  private final SetUpBindings bindings;
  private final SetUpAnswers answers;
  private final Workspaces workspaces;
  private final SignIns signIns;

  SetUpConfirmController(
      SetUpPages pages,
      SetUpWorkspaces list,
      SetUpBindings bindings,
      SetUpAnswers answers,
      Workspaces workspaces,
      SignIns signIns) {
    this.pages = pages;
    this.list = list;
    this.bindings = bindings;
    this.answers = answers;
    this.workspaces = workspaces;
    this.signIns = signIns;
  }

  @GetMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView form(HttpServletRequest request, HttpServletResponse response) {
    Optional<SignedInBilling> who = signIns.billing(request);
    if (who.isEmpty()) {
      return new ModelAndView("redirect:/setup/bind/account");
    }
    Set<String> chosen = new LinkedHashSet<>();
    pages.wanted(request).ifPresent(it -> chosen.add(it.value()));
    return pages
        .elsewhereUnless(who.get().account(), request, response)
        .orElseGet(() -> page(who.get(), chosen, new FieldProblems(), request));
  }

  @PostMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView submit(
      @RequestParam(name = "workspace", required = false) List<String> chosen,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<SignedInBilling> who = signIns.billing(request);
    if (who.isEmpty()) {
      return new ModelAndView("redirect:/setup/bind/account");
    }
    Optional<ModelAndView> elsewhere =
        pages.elsewhereUnless(who.get().account(), request, response);
    if (elsewhere.isPresent()) {
      return elsewhere.get();
    }
    Set<String> ids = chosen == null ? Set.of() : new LinkedHashSet<>(chosen);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(who.get(), ids, problems, request);
    }
    if (ids.isEmpty()) {
      problems.add("workspaces", "problem.confirm.none");
    }
    BillingAccountId account = who.get().account();
    for (Workspace workspace : own(ids, account)) {
      bind(workspace, account, problems, request);
    }
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(page(who.get(), ids, problems, request), response);
    }
    pages.proven(request, account);
    return new ModelAndView("redirect:/setup/done");
  }

  private void bind(
      Workspace workspace,
      BillingAccountId account,
      FieldProblems problems,
      HttpServletRequest request) {
    AgreementId agreement = pages.agreement(request);
    SetUp.Outcome outcome =
        bindings.bind(agreement, account, workspace.id(), Actor.billing(account), null);
    answers.add(outcome, "workspaces", workspace.site(), problems, PageLanguage.of(request));
  }

  /** All of them, or the page is not found: somebody made ids up. */
  private List<Workspace> own(Set<String> ids, BillingAccountId account) {
    List<WorkspaceId> wanted = ids.stream().map(WorkspaceController::id).toList();
    for (WorkspaceId id : wanted) {
      if (!workspaces.isOpenedUnder(id, account)) {
        throw new PageNotFoundException("not a workspace of the account");
      }
    }
    return workspaces.all(wanted);
  }

  private ModelAndView page(
      SignedInBilling who, Set<String> chosen, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = RegistrationPages.form("setup/confirm", chosen, problems);
    page.addObject("account", who.username());
    page.addObject("chosen", chosen);
    page.addObject("rows", list.of(who.account(), pages.agreement(request), "", language));
    return pages.withSubscription(page, request);
  }
}
