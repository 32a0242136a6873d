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
import java.util.Optional;
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
  private final TransactionTemplate tx;

  CloudAccountController(
      CloudAccountPages pages,
      MethodChanges changes,
      MethodRefusals refusals,
      WorkspaceDirectory directory,
      Workspaces workspaces,
      Sites sites,
      TransactionTemplate tx) {
    this.pages = pages;
    this.changes = changes;
    this.refusals = refusals;
    this.directory = directory;
    this.workspaces = workspaces;
    this.sites = sites;
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
    return page(OperatorAgreementController.idOf(agreement), filter, List.of(), request, who);
  }

  /** Binds the chosen ones, each by itself: what is refused keeps no other from being bound. */
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
    if (PageLanguage.isSwitch(request)) {
      return page(id, filter, chosen, request, who);
    }
    if (ids.isEmpty() || ids.size() > CloudAccountPages.CHOICE_MAX) {
      ModelAndView page = page(id, filter, chosen, request, who);
      page.addObject("nothing", true);
      return RegistrationPages.refused(page, response);
    }
    List<Result> results = new ArrayList<>();
    for (WorkspaceId workspace : ids) {
      results.add(result(who.account(), workspace, id, language));
    }
    ModelAndView page = page(id, filter, List.of(), request, who);
    page.addObject("results", results);
    page.addObject(PageFrame.LANGUAGE_PATH, "/billing/cloud-accounts/" + agreement + "/workspaces");
    return results.stream().allMatch(it -> it.refused().isEmpty())
        ? page
        : RegistrationPages.refused(page, response);
  }

  private Result result(
      BillingAccountId account, WorkspaceId id, AgreementId agreement, Language language) {
    MethodChange outcome = changes.toCloudAccount(account, id, agreement, Actor.billing(account));
    if (outcome instanceof MethodChange.Refused.NotTheirs) {
      throw new PageNotFoundException("not their workspace");
    }
    Workspace workspace = workspaces.get(id);
    String refused =
        switch (outcome) {
          case MethodChange.Changed(), MethodChange.Intended() -> "";
          case MethodChange.Refused why ->
              refusals.words(why, sites.get(workspace.site()), language);
        };
    return new Result(
        workspace.name(),
        sites.get(workspace.site()).name(language),
        refused,
        outcome instanceof MethodChange.Intended);
  }

  private ModelAndView page(
      AgreementId agreement,
      BillingWorkspacesController.Filter filter,
      List<String> chosen,
      HttpServletRequest request,
      SignedInBilling who) {
    Language language = PageLanguage.of(request);
    Optional<CloudAccountPages.Held> held = pages.find(who.account(), agreement, language);
    ModelAndView page = new ModelAndView("billing/bind");
    page.addObject(
        "it", held.orElseThrow(() -> new PageNotFoundException("not their cloud account")));
    List<WorkspaceDirectory.Found> found = tx.execute(_ -> search(who.account(), filter));
    List<WorkspaceDirectory.Found> shown =
        found.stream().limit(CloudAccountPages.CHOICE_MAX).toList();
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
