package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.WorkspaceDirectory;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspace;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 账户管理 &gt; 云账号: the cloud accounts of a billing account, and binding workspaces to them. */
@Controller
class CloudAccountController {

  private static final String BIND = "/billing/cloud-accounts/{agreement}/workspaces";

  private final CloudAccountPages pages;
  private final MethodChanges changes;
  private final MethodRefusals refusals;
  private final WorkspaceDirectory directory;
  private final Workspaces workspaces;
  private final Sites sites;
  private final PageText text;
  private final TransactionTemplate tx;

  CloudAccountController(
      CloudAccountPages pages,
      MethodChanges changes,
      MethodRefusals refusals,
      WorkspaceDirectory directory,
      Workspaces workspaces,
      Sites sites,
      PageText text,
      TransactionTemplate tx) {
    this.pages = pages;
    this.changes = changes;
    this.refusals = refusals;
    this.directory = directory;
    this.workspaces = workspaces;
    this.sites = sites;
    this.text = text;
    this.tx = tx;
  }

  /** What came of binding one workspace, for people. */
  record Result(String name, String site, String refused, boolean intended) {}

  @GetMapping("/billing/cloud-accounts")
  @Access(Access.Who.BILLING)
  ModelAndView list(HttpServletRequest request, @AuthenticationPrincipal SignedInBilling who) {
    ModelAndView page = new ModelAndView("billing/cloud-accounts");
    page.addObject("groups", pages.groups(who.account(), PageLanguage.of(request)));
    return page;
  }

  /** The workspaces to choose from, 绑定工作空间. */
  @GetMapping(BIND)
  @Access(Access.Who.BILLING)
  ModelAndView choose(
      @PathVariable String agreement,
      @ModelAttribute("filter") BillingWorkspacesController.Filter filter,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInBilling who) {
    AgreementId id = OperatorAgreementController.idOf(agreement);
    return page(held(id, request, who), filter, List.of(), request, who);
  }

  /**
   * Binds the chosen ones, each by itself: what is refused keeps no other from being bound. What is
   * another tenant's does, so all of it is looked at before the first one.
   */
  @PostMapping(BIND)
  @Access(Access.Who.BILLING)
  ModelAndView bind(
      @PathVariable String agreement,
      @RequestParam(name = "workspace", defaultValue = "") List<String> chosen,
      @ModelAttribute("filter") BillingWorkspacesController.Filter filter,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInBilling who) {
    AgreementId id = OperatorAgreementController.idOf(agreement);
    Language language = PageLanguage.of(request);
    List<WorkspaceId> ids = chosen.stream().map(WorkspaceController::id).toList();
    CloudAccountPages.Held held = held(id, request, who);
    if (PageLanguage.isSwitch(request)) {
      return page(held, filter, chosen, request, who);
    }
    if (ids.isEmpty() || ids.size() > CloudAccountPages.CHOICE_MAX) {
      ModelAndView page = page(held, filter, chosen, request, who);
      page.addObject("nothing", true);
      return RegistrationPages.refused(page, response);
    }
    if (!ids.stream().allMatch(it -> workspaces.isOpenedUnder(it, who.account()))) {
      throw new PageNotFoundException("not their workspace");
    }
    List<Result> results = new ArrayList<>();
    for (WorkspaceId workspace : ids) {
      results.add(result(who.account(), workspace, id, language));
    }
    // It may have ended on the way: what came of it is shown all the same.
    CloudAccountPages.Held after = pages.find(who.account(), id, language).orElse(held);
    ModelAndView page = page(after, filter, List.of(), request, who);
    page.addObject("results", results);
    page.addObject(PageFrame.LANGUAGE_PATH, "/billing/cloud-accounts/" + agreement + "/workspaces");
    return results.stream().allMatch(it -> it.refused().isEmpty())
        ? page
        : RegistrationPages.refused(page, response);
  }

  private Result result(
      BillingAccountId account, WorkspaceId id, AgreementId agreement, Language language) {
    MethodChange outcome = changes.toCloudAccount(account, id, agreement, Actor.billing(account));
    Workspace workspace = workspaces.get(id);
    String refused =
        switch (outcome) {
          case MethodChange.Changed _, MethodChange.Intended() -> "";
          case MethodChange.Refused.NotTheirs() -> text.text("cloud-accounts.not-theirs", language);
          case MethodChange.Refused why ->
              refusals.words(why, sites.get(workspace.site()), language);
        };
    return new Result(
        workspace.name(),
        sites.get(workspace.site()).name(language),
        refused,
        outcome instanceof MethodChange.Intended);
  }

  private CloudAccountPages.Held held(
      AgreementId agreement, HttpServletRequest request, SignedInBilling who) {
    return pages
        .find(who.account(), agreement, PageLanguage.of(request))
        .orElseThrow(() -> new PageNotFoundException("not their cloud account"));
  }

  private ModelAndView page(
      CloudAccountPages.Held held,
      BillingWorkspacesController.Filter filter,
      List<String> chosen,
      HttpServletRequest request,
      SignedInBilling who) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("billing/bind");
    page.addObject("it", held);
    List<WorkspaceDirectory.Found> found = tx.execute(_ -> search(who.account(), filter));
    List<WorkspaceDirectory.Found> shown =
        found.stream().limit(CloudAccountPages.CHOICE_MAX).toList();
    AgreementId agreement = new AgreementId(held.agreement());
    page.addObject("choices", pages.choices(who.account(), agreement, shown, language));
    page.addObject("chosen", chosen);
    page.addObject("filter", filter);
    page.addObject("results", List.of());
    page.addObject("nothing", false);
    page.addObject("first", filter.cursor() == null);
    page.addObject("next", found.size() > CloudAccountPages.CHOICE_MAX ? shown.getLast() : null);
    page.addObject(PageFrame.FORM, "page-form");
    return page;
  }

  private List<WorkspaceDirectory.Found> search(
      BillingAccountId account, BillingWorkspacesController.Filter filter) {
    return directory.search(
        new WorkspaceDirectory.Wanted(account, filter.q(), null, null, null, null),
        filter.cursor(),
        CloudAccountPages.CHOICE_MAX + 1);
  }
}
