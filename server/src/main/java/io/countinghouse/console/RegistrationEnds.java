package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.BillingAccounts;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.settlement.MethodChange;
import io.countinghouse.settlement.MethodChanges;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.workspace.CustomerRegistrations;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** What becomes of a registration once its last step is filled in: all that differs by its way. */
@Component
class RegistrationEnds {

  private final CustomerRegistrations customers;
  private final ConsoleAccounts consoleAccounts;
  private final BillingAccounts billingAccounts;
  private final MethodChanges changes;
  private final SetUp setUp;
  private final SetUpPages setUps;
  private final SignIns signIns;

  RegistrationEnds(
      CustomerRegistrations customers,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      MethodChanges changes,
      SetUp setUp,
      SetUpPages setUps,
      SignIns signIns) {
    this.customers = customers;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.changes = changes;
    this.setUp = setUp;
    this.setUps = setUps;
    this.signIns = signIns;
  }

  /**
   * Makes accounts and workspace, and signs in.
   *
   * @param form the last step's, without problems
   * @return where to go on
   */
  ModelAndView complete(
      RegistrationWay way,
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return switch (way) {
      case PLAIN -> plain(current, form, request, response);
      case FROM_AWS -> fromAws(current, form, request, response);
    };
  }

  private ModelAndView plain(
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
          new ModelAndView("redirect:" + RegistrationSteps.backTo(RegistrationWay.PLAIN, why));
    };
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

  private ModelAndView fromAws(
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    RegistrationWay way = RegistrationWay.FROM_AWS;
    WorkspaceName name = new WorkspaceName(form.workspaceName());
    return switch (setUp.register(setUps.agreement(request), current.id(), name, form.language())) {
      case SetUp.Outcome.Done(ConsoleAccountId owner, var _, var _) -> {
        setUps.provenByHolding(request);
        MarketplaceTrip.forget(request);
        signIns.signIn(consoleAccounts.find(owner).orElseThrow(), request, response);
        yield new ModelAndView("redirect:/setup/done");
      }
      // The page there knows what to say of these.
      case SetUp.Outcome.AlreadyHeld _, SetUp.Outcome.NotUsable _ ->
          new ModelAndView("redirect:/setup");
      case SetUp.Outcome.SiteRefused() -> new ModelAndView("redirect:" + way.account());
      case SetUp.Outcome.NotRegistered(Registrations.Outcome.MadeBefore _) ->
          new ModelAndView("redirect:/setup");
      case SetUp.Outcome.NotRegistered(Registrations.Outcome why) ->
          new ModelAndView("redirect:" + RegistrationSteps.backTo(way, why));
      case SetUp.Outcome.CodeUsed _, SetUp.Outcome.Refused _ ->
          throw new IllegalStateException(
              "the last step of a registration has neither code nor rules");
    };
  }
}
