package io.countinghouse.console;

import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.Registration;
import io.countinghouse.identity.Registrations;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.settlement.SetUpProgress;
import io.countinghouse.workspace.WorkspaceName;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Registers a customer who comes from AWS: the steps of any registration, within the set-up. */
@Controller
class SetUpRegisterController {

  private static final RegistrationWay WAY = RegistrationWay.FROM_AWS;

  private final SetUpPages setUps;
  private final SetUp setUp;
  private final SetUpProgress progress;
  private final RegistrationPages registrations;
  private final RegistrationSteps steps;
  private final RegistrationExisting existing;
  private final ConsoleAccounts consoleAccounts;
  private final SignIns signIns;

  SetUpRegisterController(
      SetUpPages setUps,
      SetUp setUp,
      SetUpProgress progress,
      RegistrationPages registrations,
      RegistrationSteps steps,
      RegistrationExisting existing,
      ConsoleAccounts consoleAccounts,
      SignIns signIns) {
    this.setUps = setUps;
    this.setUp = setUp;
    this.progress = progress;
    this.registrations = registrations;
    this.steps = steps;
    this.existing = existing;
    this.consoleAccounts = consoleAccounts;
    this.signIns = signIns;
  }

  @GetMapping("/setup/register")
  @Access(Access.Who.LANDED)
  String start() {
    return "redirect:" + WAY.account();
  }

  @GetMapping("/setup/register/account")
  @Access(Access.Who.LANDED)
  ModelAndView account(HttpServletRequest request, HttpServletResponse response) {
    return open(
        request, response, () -> steps.account(WAY, setUps.preselectedSite(request), request));
  }

  @PostMapping("/setup/register/account")
  @Access(Access.Who.LANDED)
  ModelAndView account(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(
        request,
        response,
        () -> {
          ModelAndView page = steps.account(WAY, form, request, response);
          registrations
              .current(request)
              .filter(it -> !it.isComplete())
              .ifPresent(it -> progress.begun(setUps.agreement(request), it));
          return page;
        });
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/register/code")
  @Access(Access.Who.LANDED)
  String codePage() {
    return "redirect:" + WAY.account();
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping("/setup/register/code")
  @Access(Access.Who.LANDED)
  ModelAndView code(
      @ModelAttribute("form") AccountForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(request, response, () -> steps.code(WAY, form, request, response));
  }

  @GetMapping("/setup/register/company")
  @Access(Access.Who.LANDED)
  ModelAndView company(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, () -> steps.company(WAY, request));
  }

  @PostMapping("/setup/register/company")
  @Access(Access.Who.LANDED)
  ModelAndView company(
      @ModelAttribute("form") CompanyForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(request, response, () -> steps.company(WAY, form, request, response));
  }

  @GetMapping("/setup/register/existing")
  @Access(Access.Who.LANDED)
  ModelAndView existing(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, () -> existing.form(WAY, request));
  }

  /** Sends a code to the address of the billing account. */
  @PostMapping("/setup/register/existing-code")
  @Access(Access.Who.LANDED)
  ModelAndView existingCode(HttpServletRequest request, HttpServletResponse response) {
    return open(request, response, () -> existing.code(WAY, request));
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/register/existing-code")
  @Access(Access.Who.LANDED)
  String existingCodePage() {
    return "redirect:" + WAY.existing();
  }

  @PostMapping("/setup/register/existing")
  @Access(Access.Who.LANDED)
  ModelAndView existing(
      @ModelAttribute("form") RegistrationExisting.Form form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(request, response, () -> existing.bind(WAY, form, request, response));
  }

  @GetMapping("/setup/register/workspace")
  @Access(Access.Who.LANDED)
  ModelAndView workspace(HttpServletRequest request, HttpServletResponse response) {
    return open(
        request, response, () -> setUps.withSubscription(steps.workspace(WAY, request), request));
  }

  @PostMapping("/setup/register/workspace")
  @Access(Access.Who.LANDED)
  ModelAndView workspace(
      @ModelAttribute("form") RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    return open(
        request,
        response,
        () ->
            setUps.withSubscription(
                steps.workspace(
                    WAY,
                    form,
                    (current, typed) -> complete(current, typed, request, response),
                    request,
                    response),
                request));
  }

  /** Nothing is registered with an agreement that cannot be set up any more. */
  private ModelAndView open(
      HttpServletRequest request, HttpServletResponse response, Supplier<ModelAndView> page) {
    return setUps.elsewhere(request, response).orElseGet(page);
  }

  private ModelAndView complete(
      Registration current,
      RegistrationSteps.WorkspaceForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    AgreementId agreement = setUps.agreement(request);
    WorkspaceName name = new WorkspaceName(form.workspaceName());
    return switch (setUp.register(agreement, current.id(), name, form.language())) {
      case SetUp.Outcome.Done(ConsoleAccountId owner, var _, var _) -> {
        setUps.provenByHolding(request);
        MarketplaceTrip.forget(request);
        signIns.signIn(consoleAccounts.find(owner).orElseThrow(), request, response);
        yield new ModelAndView("redirect:/setup/done");
      }
      // The page there knows what to say of these.
      case SetUp.Outcome.AlreadyHeld _, SetUp.Outcome.NotUsable _ ->
          new ModelAndView("redirect:/setup");
      case SetUp.Outcome.SiteRefused() -> new ModelAndView("redirect:" + WAY.account());
      case SetUp.Outcome.NotRegistered(Registrations.Outcome.MadeBefore _) ->
          new ModelAndView("redirect:/setup");
      case SetUp.Outcome.NotRegistered(Registrations.Outcome why) ->
          new ModelAndView("redirect:" + RegistrationSteps.backTo(WAY, why));
      case SetUp.Outcome.CodeUsed _, SetUp.Outcome.Refused _ ->
          throw new IllegalStateException(
              "the last step of a registration has neither code nor rules");
    };
  }
}
