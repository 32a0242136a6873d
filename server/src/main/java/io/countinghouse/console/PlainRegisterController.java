package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Registration;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.workspace.CustomerRegistrations;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Registers a customer who does not come from AWS: account, company, workspace. */
@Controller
class PlainRegisterController {

  private static final RegistrationWay WAY = RegistrationWay.PLAIN;

  private final RegistrationPages pages;
  private final RegistrationSteps steps;
  private final RegistrationExisting existing;
  private final CustomerRegistrations customers;
  private final ConsoleAccounts consoleAccounts;
  private final SetUpPages setUps;
  private final BillingAccounts billingAccounts;
  private final MethodChanges changes;
  private final SignIns signIns;

  PlainRegisterController(
      RegistrationPages pages,
      RegistrationSteps steps,
      RegistrationExisting existing,
      CustomerRegistrations customers,
      ConsoleAccounts consoleAccounts,
      SetUpPages setUps,
      BillingAccounts billingAccounts,
      MethodChanges changes,
      SignIns signIns) {
    this.pages = pages;
    this.steps = steps;
    this.existing = existing;
    this.customers = customers;
    this.consoleAccounts = consoleAccounts;
    this.setUps = setUps;
    this.billingAccounts = billingAccounts;
    this.changes = changes;
    this.signIns = signIns;
  }

  @GetMapping("/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView account(HttpServletRequest request) {
    return steps.account(WAY, pages.firstSite(), request);
  }

  @PostMapping("/register")
  @Access(Access.Who.PUBLIC)
  ModelAndView account(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.account(WAY, form, request, response);
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/register/code")
  @Access(Access.Who.PUBLIC)
  String codePage() {
    return "redirect:" + WAY.account();
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping("/register/code")
  @Access(Access.Who.PUBLIC)
  ModelAndView code(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.code(WAY, form, request, response);
  }

  @GetMapping("/register/company")
  @Access(Access.Who.PUBLIC)
  ModelAndView company(HttpServletRequest request) {
    return steps.company(WAY, request);
  }

  @PostMapping("/register/company")
  @Access(Access.Who.PUBLIC)
  ModelAndView company(
      @ModelAttribute("form") CompanyForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.company(WAY, form, request, response);
  }

  @GetMapping("/register/existing")
  @Access(Access.Who.PUBLIC)
  ModelAndView existing(HttpServletRequest request) {
    return existing.form(WAY, request);
  }

  /** Sends a code to the address of the billing account. */
  @PostMapping("/register/existing-code")
  @Access(Access.Who.PUBLIC)
  ModelAndView existingCode(HttpServletRequest request) {
    return existing.code(WAY, request);
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/register/existing-code")
  @Access(Access.Who.PUBLIC)
  String existingCodePage() {
    return "redirect:" + WAY.existing();
  }

  @PostMapping("/register/existing")
  @Access(Access.Who.PUBLIC)
  ModelAndView existing(
      @ModelAttribute("form") RegistrationExisting.Form form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return existing.bind(WAY, form, request, response);
  }

  @GetMapping("/register/workspace")
  @Access(Access.Who.PUBLIC)
  ModelAndView workspace(HttpServletRequest request) {
    return steps.workspace(WAY, request);
  }

  @PostMapping("/register/workspace")
  @Access(Access.Who.PUBLIC)
  ModelAndView workspace(
      @ModelAttribute("form") RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.workspace(
        WAY,
        form,
        (current, typed) -> complete(current, typed, request, response),
        request,
        response);
  }

  /** Leads to AWS Marketplace, from where the registration is gone on with. */
  @GetMapping("/register/aws")
  @Access(Access.Who.PUBLIC)
  ModelAndView aws(HttpServletRequest request) {
    Optional<Registration> open =
        pages
            .current(request)
            .filter(it -> !it.isComplete() && it.hasPayer() && pages.offersAws(it.site()));
    if (open.isEmpty()) {
      return new ModelAndView("redirect:" + WAY.workspace());
    }
    MarketplaceTrip.remember(request, new MarketplaceTrip.Purpose.Registration(open.get().id()));
    ModelAndView page = new ModelAndView("register/aws");
    page.addObject("way", WAY);
    page.addObject("subscribe", setUps.subscribeLinks(open.get().site(), request));
    return page;
  }

  /** What was chosen; where the rules refuse it, the workspace stays on the free plan. */
  private void settle(
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      ConsoleAccountId owner,
      WorkspaceId workspace) {
    if (form.method().equals(SettlementMethodController.BILLING_CENTER)) {
      BillingAccountId account =
          Optional.ofNullable(current.existing())
              .orElseGet(
                  () -> billingAccounts.byUsername(current.username().value()).orElseThrow().id());
      MethodChange _ = changes.toBillingCenter(account, workspace, Actor.customer(owner));
    }
  }

  private ModelAndView complete(
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    WorkspaceName name = new WorkspaceName(form.workspaceName());
    return switch (customers.complete(current.id(), name, form.language())) {
      case CustomerRegistrations.Outcome.Done(var owner, var workspace) -> {
        // Pressed twice, the second press finds the first one's session.
        if (!current.isComplete()) {
          settle(current, form, owner, workspace);
          signIns.signIn(consoleAccounts.find(owner).orElseThrow(), request, response);
        }
        yield new ModelAndView("redirect:/w/" + workspace + "/plan");
      }
      case CustomerRegistrations.Outcome.Refused(var why) ->
          new ModelAndView("redirect:" + RegistrationSteps.backTo(WAY, why));
    };
  }
}
