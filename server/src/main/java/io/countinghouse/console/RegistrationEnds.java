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
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.CustomerRegistrations;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
  private final MethodRefusals refusals;
  private final Sites sites;
  private final SetUp setUp;
  private final SetUpPages setUps;
  private final SignIns signIns;
  private final TransactionTemplate tx;

  RegistrationEnds(
      CustomerRegistrations customers,
      ConsoleAccounts consoleAccounts,
      BillingAccounts billingAccounts,
      MethodChanges changes,
      MethodRefusals refusals,
      Sites sites,
      SetUp setUp,
      SetUpPages setUps,
      SignIns signIns,
      TransactionTemplate tx) {
    this.customers = customers;
    this.consoleAccounts = consoleAccounts;
    this.billingAccounts = billingAccounts;
    this.changes = changes;
    this.refusals = refusals;
    this.sites = sites;
    this.setUp = setUp;
    this.setUps = setUps;
    this.signIns = signIns;
    this.tx = tx;
  }

  /**
   * Makes accounts and workspace, and signs in.
   *
   * @param form the last step's, without problems
   * @param refused shows the form again with problems
   * @return where to go on
   */
  ModelAndView complete(
      RegistrationWay way,
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      Function<FieldProblems, ModelAndView> refused,
      HttpServletRequest request,
      HttpServletResponse response) {
    return switch (way) {
      case PLAIN -> plain(current, form, refused, request, response);
      case FROM_AWS -> fromAws(current, form, request, response);
    };
  }

  private ModelAndView plain(
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      Function<FieldProblems, ModelAndView> refused,
      HttpServletRequest request,
      HttpServletResponse response) {
    Registered registered = registered(current, form);
    MethodChange.Refused rule = registered.refused();
    if (rule != null) {
      FieldProblems problems = new FieldProblems();
      problems.add(
          "method",
          "problem.method.refused",
          refusals.words(rule, sites.get(current.site()), PageLanguage.of(request)));
      return refused.apply(problems);
    }
    return switch (registered.outcome()) {
      case CustomerRegistrations.Outcome.Done(var owner, var workspace) -> {
        // Pressed twice, the second press finds the first one's session.
        MarketplaceTrip.forget(request);
        if (!current.isComplete()) {
          signIns.signIn(consoleAccounts.find(owner).orElseThrow(), request, response);
        }
        yield new ModelAndView("redirect:/w/" + workspace + "/plan");
      }
      case CustomerRegistrations.Outcome.Refused(var why) ->
          new ModelAndView("redirect:" + RegistrationSteps.backTo(RegistrationWay.PLAIN, why));
    };
  }

  /**
   * What came of it.
   *
   * @param refused the rule against the chosen payer: then nothing is registered
   */
  private record Registered(
      CustomerRegistrations.Outcome outcome, MethodChange.@Nullable Refused refused) {}

  /** Accounts, workspace and who was chosen to pay for it: all or nothing. */
  private Registered registered(Registration current, RegistrationSteps.WorkspaceForm form) {
    WorkspaceName name = new WorkspaceName(form.workspaceName());
    boolean settles =
        !current.isComplete() && form.method().equals(SettlementMethodController.BILLING_CENTER);
    return tx.execute(status -> {
      CustomerRegistrations.Outcome outcome =
          customers.complete(current.id(), name, form.language());
      MethodChange.Refused refused =
          settles && outcome instanceof CustomerRegistrations.Outcome.Done(var owner, var workspace)
              ? settle(current, owner, workspace)
              : null;
      if (refused != null || outcome instanceof CustomerRegistrations.Outcome.Refused) {
        status.setRollbackOnly();
      }
      return new Registered(outcome, refused);
    });
  }

  private MethodChange.@Nullable Refused settle(
      Registration current, ConsoleAccountId owner, WorkspaceId workspace) {
    BillingAccountId account =
        Optional.ofNullable(current.existing())
            .orElseGet(
                () -> billingAccounts.byUsername(current.username().value()).orElseThrow().id());
    return switch (changes.toBillingCenter(account, workspace, Actor.customer(owner))) {
      // Already so: the same button, pressed twice at the same moment.
      case MethodChange.Changed _, MethodChange.Intended(), MethodChange.Refused.AlreadySo() ->
          null;
      case MethodChange.Refused refused -> refused;
    };
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
