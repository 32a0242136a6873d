package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * 更改结算方式: another payer for a workspace, its first one, or the one that unlocks it. Another
 * tenant's workspace is not found, as one that does not exist.
 */
@Controller
class SettlementMethodController {

  /** The choice that no cloud account is. */
  static final String BILLING_CENTER = "billing-center";

  private static final String PATH = "/billing/workspaces/{workspace}/settlement";

  private final SettlementMethods methods;
  private final MethodChanges changes;
  private final MethodRefusals refusals;
  private final Workspaces workspaces;
  private final Sites sites;
  private final PageText text;

  SettlementMethodController(
      SettlementMethods methods,
      MethodChanges changes,
      MethodRefusals refusals,
      Workspaces workspaces,
      Sites sites,
      PageText text) {
    this.methods = methods;
    this.changes = changes;
    this.refusals = refusals;
    this.workspaces = workspaces;
    this.sites = sites;
    this.text = text;
  }

  @GetMapping(PATH)
  @Access(Access.Who.BILLING)
  ModelAndView choose(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInBilling who) {
    return page(WorkspaceController.id(workspace), "", null, request, who);
  }

  /**
   * Changes it.
   *
   * @param payer the agreement of a registered cloud account, or {@link #BILLING_CENTER}
   */
  @PostMapping(PATH)
  @Access(Access.Who.BILLING)
  ModelAndView change(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "") String payer,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInBilling who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    if (PageLanguage.isSwitch(request)) {
      return page(id, payer, null, request, who);
    }
    if (payer.isEmpty()) {
      String words = text.text("settlement.refused.empty", PageLanguage.of(request));
      return RegistrationPages.refused(page(id, payer, words, request, who), response);
    }
    return switch (change(who.account(), id, payer)) {
      case MethodChange.Changed(boolean unlocked) ->
          new ModelAndView(
              "redirect:/billing/workspaces?done=" + (unlocked ? "unlocked" : "changed"));
      case MethodChange.Intended() ->
          new ModelAndView("redirect:/billing/workspaces?done=intended");
      case MethodChange.Refused.NotTheirs() ->
          throw new PageNotFoundException("not their workspace or cloud account");
      case MethodChange.Refused refused -> {
        Language language = PageLanguage.of(request);
        String words = refusals.words(refused, sites.get(workspaces.siteOf(id)), language);
        yield RegistrationPages.refused(page(id, payer, words, request, who), response);
      }
    };
  }

  /** Takes back what waits for AWS. */
  @PostMapping(PATH + "/withdraw")
  @Access(Access.Who.BILLING)
  String withdraw(@PathVariable String workspace, @AuthenticationPrincipal SignedInBilling who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    if (!workspaces.isOpenedUnder(id, who.account())) {
      throw new PageNotFoundException("not their workspace");
    }
    boolean withdrawn = changes.withdraw(who.account(), id, Actor.billing(who.account()));
    return "redirect:/billing/workspaces?done=" + (withdrawn ? "withdrawn" : "late");
  }

  private MethodChange change(BillingAccountId account, WorkspaceId id, String payer) {
    Actor by = Actor.billing(account);
    return payer.equals(BILLING_CENTER)
        ? changes.toBillingCenter(account, id, by)
        : changes.toCloudAccount(account, id, agreement(payer), by);
  }

  private static AgreementId agreement(String text) {
    return OperatorAgreementController.idOf(text);
  }

  /** What to do at AWS, for who has no registered cloud account or wants another one. */
  @GetMapping(PATH + "/subscribe")
  @Access(Access.Who.BILLING)
  ModelAndView subscribe(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInBilling who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    ModelAndView page = page(id, "", null, request, who);
    page.setViewName("billing/subscribe");
    MarketplaceTrip.remember(
        request,
        switch (workspaces.get(id).plan()) {
          case FREE -> new MarketplaceTrip.Purpose.Upgrade(id);
          case COMMERCIAL -> new MarketplaceTrip.Purpose.Settlement(id);
        });
    page.getModel().remove(PageFrame.FORM);
    page.addObject("products", methods.subscribeLinks(id, PageLanguage.of(request)));
    return page;
  }

  private ModelAndView page(
      WorkspaceId id,
      String chosen,
      @Nullable String refused,
      HttpServletRequest request,
      SignedInBilling who) {
    Optional<SettlementMethods.View> view = methods.of(who.account(), id, PageLanguage.of(request));
    ModelAndView page = new ModelAndView("billing/settlement");
    page.addObject("it", view.orElseThrow(() -> new PageNotFoundException("not their workspace")));
    page.addObject("chosen", chosen);
    page.addObject("refused", refused);
    page.addObject(PageFrame.FORM, "page-form");
    return page;
  }
}
