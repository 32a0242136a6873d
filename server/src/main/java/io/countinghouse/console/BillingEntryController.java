package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.workspace.BillingEntries;
import io.countinghouse.workspace.OpenedUnder;
import io.countinghouse.workspace.Role;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The owner's way from a workspace into the Billing Center, without a second sign-in: the console
 * makes a token that the browser hands over in the body of a form.
 */
@Controller
class BillingEntryController {

  private final BillingEntries entries;
  private final Workspaces workspaces;
  private final OpenedUnder openedUnder;
  private final BillingAccounts billingAccounts;
  private final SignIns signIns;
  private final SignInSteps steps;
  private final TransactionTemplate tx;

  BillingEntryController(
      BillingEntries entries,
      Workspaces workspaces,
      OpenedUnder openedUnder,
      BillingAccounts billingAccounts,
      SignIns signIns,
      SignInSteps steps,
      TransactionTemplate tx) {
    this.entries = entries;
    this.workspaces = workspaces;
    this.openedUnder = openedUnder;
    this.billingAccounts = billingAccounts;
    this.signIns = signIns;
    this.steps = steps;
    this.tx = tx;
  }

  /**
   * Makes a token and the form that hands it over.
   *
   * @param target the name of a {@link BillingEntries.Target}
   */
  @PostMapping("/w/{workspace}/billing-center")
  @Access(Access.Who.CUSTOMER)
  ModelAndView leave(
      @PathVariable String workspace,
      @RequestParam(defaultValue = "WORKSPACES") String target,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    String token =
        tx.execute(_ -> entries.issue(id, who.account(), target(target)))
            .orElseThrow(() -> new PageNotFoundException("not the owner of the workspace"));
    response.setHeader("Cache-Control", "no-store");
    ModelAndView page = new ModelAndView("billing/enter");
    page.addObject("token", token);
    page.addObject(PageFrame.LANGUAGE_PATH, "/w/" + id + "/plan");
    return page;
  }

  /**
   * Attaches a workspace that is under no billing account to the one that its owner is signed in
   * to.
   */
  @PostMapping("/w/{workspace}/billing-account")
  @Access(Access.Who.CUSTOMER)
  String attach(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer who) {
    WorkspaceId id = WorkspaceController.id(workspace);
    Optional<SignedInBilling> billing = signIns.billing(request);
    tx.executeWithoutResult(_ -> {
      if (workspaces.role(id, who.account()).filter(Role.OWNER::equals).isEmpty()) {
        throw new PageNotFoundException("not the owner of the workspace");
      }
      billing.ifPresent(it -> openedUnder.attach(id, it.account(), who.account()));
    });
    return "redirect:/w/" + id + "/plan";
  }

  /** Lets in who shows a token; anybody else may sign in. */
  @PostMapping("/billing/enter")
  @Access(Access.Who.PUBLIC)
  String enter(
      @RequestParam(defaultValue = "") String token,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<BillingEntries.Entry> entry =
        signIns
            .signedIn(Place.CONSOLE, request)
            .filter(SignedInCustomer.class::isInstance)
            .map(SignedInCustomer.class::cast)
            .flatMap(who -> tx.execute(_ -> entries.use(token, who.account())));
    if (entry.isEmpty()) {
      return "redirect:/billing/sign-in";
    }
    BillingAccount account = billingAccounts.find(entry.get().account()).orElseThrow();
    // A second factor of the billing account is asked for; its password is not.
    return "redirect:"
        + steps.passwordShown(
            new AccountRef.Billing(account.id()),
            account.username(),
            path(entry.get()),
            request,
            response);
  }

  private static String path(BillingEntries.Entry entry) {
    return switch (entry.target()) {
      case WORKSPACES -> "/billing/workspaces?q=" + entry.workspace();
      case SETTLEMENT -> "/billing/workspaces/" + entry.workspace() + "/settlement";
      case WALLET -> "/billing/wallet";
    };
  }

  private static BillingEntries.Target target(String name) {
    return Arrays.stream(BillingEntries.Target.values())
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new PageNotFoundException("no such place in the Billing Center"));
  }
}
