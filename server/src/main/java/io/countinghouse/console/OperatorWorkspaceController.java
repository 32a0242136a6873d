package io.countinghouse.console;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.AnyMethod;
import io.countinghouse.settlement.Releases;
import io.countinghouse.settlement.WorkspaceDirectory;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Workspaces and billing accounts as operators find them, and the exceptions they may make. */
@Controller
class OperatorWorkspaceController {

  private static final String WORKSPACE = "/operator/workspaces/{workspace}";
  private static final String ACCOUNT = "/operator/billing-accounts/{account}";

  private final OperatorWorkspaces workspaces;
  private final BillingWorkspacesController lists;
  private final Releases releases;
  private final AnyMethod anyMethod;
  private final TransactionTemplate tx;

  OperatorWorkspaceController(
      OperatorWorkspaces workspaces,
      BillingWorkspacesController lists,
      Releases releases,
      AnyMethod anyMethod,
      TransactionTemplate tx) {
    this.workspaces = workspaces;
    this.lists = lists;
    this.releases = releases;
    this.anyMethod = anyMethod;
    this.tx = tx;
  }

  @GetMapping("/operator/workspaces")
  @Access(Access.Who.OPERATOR)
  ModelAndView list(
      @ModelAttribute("filter") BillingWorkspacesController.Filter filter,
      HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/workspaces");
    lists.fill(
        page,
        filter,
        new WorkspaceDirectory.Wanted(
            null,
            filter.q(),
            filter.site().isEmpty() ? null : filter.site(),
            filter.settled(),
            filter.lockState(),
            filter.agreementId()),
        PageLanguage.of(request));
    return page;
  }

  @GetMapping(WORKSPACE)
  @Access(Access.Who.OPERATOR)
  ModelAndView one(@PathVariable String workspace, HttpServletRequest request) {
    return page(WorkspaceController.id(workspace), "", new FieldProblems(), request);
  }

  /** Lets a workspace leave its cloud account before the subscription has ended. */
  @PostMapping(WORKSPACE + "/release")
  @Access(Access.Who.OPERATOR)
  ModelAndView release(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    WorkspaceId id = WorkspaceController.id(workspace);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return page(id, reason, problems, request);
    }
    Reasons.check(reason, problems);
    if (problems.isEmpty()) {
      boolean released = tx.execute(_ -> releases.release(id, operator.id(), reason.strip()));
      if (released) {
        return new ModelAndView("redirect:/operator/workspaces/" + id);
      }
      problems.add("", "operator-workspace.release.none");
    }
    return RegistrationPages.refused(page(id, reason, problems, request), response);
  }

  private ModelAndView page(
      WorkspaceId id, String reason, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/workspace");
    OperatorWorkspaces.View view =
        workspaces
            .find(id, PageLanguage.of(request))
            .orElseThrow(() -> new PageNotFoundException("there is no such workspace"));
    page.addObject("it", view);
    page.addObject("reason", reason);
    page.addObject("problems", problems);
    if (view.releasable()) {
      page.addObject(PageFrame.FORM, "page-form");
    } else {
      page.addObject(PageFrame.LANGUAGE_PATH, "/operator/workspaces/" + id);
    }
    return page;
  }

  @GetMapping(ACCOUNT)
  @Access(Access.Who.OPERATOR)
  ModelAndView account(@PathVariable String account, HttpServletRequest request) {
    return accountPage(accountId(account), "", new FieldProblems(), request);
  }

  /** Switches 结算方式任意选择 on or off for a billing account. */
  @PostMapping(ACCOUNT + "/any-method")
  @Access(Access.Who.OPERATOR)
  ModelAndView anyMethod(
      @PathVariable String account,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String on,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    BillingAccountId id = accountId(account);
    FieldProblems problems = new FieldProblems();
    if (PageLanguage.isSwitch(request)) {
      return accountPage(id, reason, problems, request);
    }
    Reasons.check(reason, problems);
    ModelAndView page = accountPage(id, reason, problems, request);
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(page, response);
    }
    tx.executeWithoutResult(
        _ -> anyMethod.set(id, on.equals("yes"), operator.id(), reason.strip()));
    return new ModelAndView("redirect:/operator/billing-accounts/" + id);
  }

  private ModelAndView accountPage(
      BillingAccountId id, String reason, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/billing-account");
    page.addObject(
        "it",
        workspaces
            .account(id, PageLanguage.of(request))
            .orElseThrow(() -> new PageNotFoundException("there is no such billing account")));
    page.addObject("reason", reason);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "page-form");
    return page;
  }

  private static BillingAccountId accountId(String text) {
    try {
      return new BillingAccountId(text);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("not the id of a billing account");
    }
  }
}
