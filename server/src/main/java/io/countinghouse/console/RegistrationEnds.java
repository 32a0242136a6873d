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
import org.springframework.transaction.support.TransactionTemplate;
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
  private final TransactionTemplate tx;

  RegistrationEnds(
      CustomerRegistrations customers,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      MethodChanges changes,
      SetUp setUp,
      SetUpPages setUps,
      SignIns signIns,
      TransactionTemplate tx) {
    this.customers = customers;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.changes = changes;
    this.setUp = setUp;
    this.setUps = setUps;
    this.signIns = signIns;
    this.tx = tx;
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
    return switch (registered(current, form)) {
      case CustomerRegistrations.Outcome.Done(var owner, var workspace) -> {
        // Pressed twice, the second press finds the first one's session.
        if (!current.isComplete()) {
          signIns.signIn(consoleAccounts.find(owner).orElseThrow(), request, response);
        }
        yield new ModelAndView("redirect:/w/" + workspace + "/plan");
      }
      case CustomerRegistrations.Outcome.Refused(var why) ->
          new ModelAndView("redirect:" + RegistrationSteps.backTo(RegistrationWay.PLAIN, why));
    };
  }

  /** Accounts, workspace and who was chosen to pay for it: all or nothing. */
  private CustomerRegistrations.Outcome registered(
      Registration current, RegistrationSteps.WorkspaceForm form) {
    WorkspaceName name = new WorkspaceName(form.workspaceName());
    boolean settles =
        !current.isComplete() && form.method().equals(SettlementMethodController.BILLING_CENTER);
    return tx.execute(status -> {
      CustomerRegistrations.Outcome outcome =
          customers.complete(current.id(), name, form.language());
      switch (outcome) {
        case CustomerRegistrations.Outcome.Done(var owner, var workspace) when settles ->
            settle(current, owner, workspace);
        case CustomerRegistrations.Outcome.Done _ -> {}
        case CustomerRegistrations.Outcome.Refused _ -> status.setRollbackOnly();
      }
      return outcome;
    });
  }

  private void settle(Registration current, ConsoleAccountId owner, WorkspaceId workspace) {
    BillingAccountId account =
        Optional.ofNullable(current.existing())
            .orElseGet(
                () -> billingAccounts.byUsername(current.username().value()).orElseThrow().id());
    switch (changes.toBillingCenter(account, workspace, Actor.customer(owner))) {
      // Already so: the same button, pressed twice at the same moment.
      case MethodChange.Changed(), MethodChange.Intended(), MethodChange.Refused.AlreadySo() -> {}
      case MethodChange.Refused refused ->
          throw new IllegalStateException(
              "the billing account %s cannot pay for its new workspace: %s"
                  .formatted(account, refused));
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
