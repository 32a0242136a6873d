package io.countinghouse.console;

import io.countinghouse.identity.ConsoleAccount;
import io.countinghouse.identity.ConsoleAccounts;
import io.countinghouse.identity.EmailCodes;
import io.countinghouse.identity.Password;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.ConsoleAccountId;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import io.countinghouse.marketplace.Agreement;
import io.countinghouse.settlement.SetUp;
import io.countinghouse.site.Site;
import io.countinghouse.site.Sites;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The form of a new customer, and the codes it asks for. */
@Controller
class RegisterController {

  private final SetUpController choices;
  private final SetUp setUp;
  private final RegistrationCodes codes;
  private final ConsoleAccounts accounts;
  private final Sites sites;
  private final SubscriptionViews subscriptions;
  private final SignIns signIns;

  RegisterController(
      SetUpController choices,
      SetUp setUp,
      RegistrationCodes codes,
      ConsoleAccounts accounts,
      Sites sites,
      SubscriptionViews subscriptions,
      SignIns signIns) {
    this.choices = choices;
    this.setUp = setUp;
    this.codes = codes;
    this.accounts = accounts;
    this.sites = sites;
    this.subscriptions = subscriptions;
    this.signIns = signIns;
  }

  /** One choice of a list. */
  record Option(String value, String label) {}

  @GetMapping("/setup/register")
  @Access(Access.Who.LANDED)
  ModelAndView form(HttpServletRequest request, HttpServletResponse response) {
    SetUp.Standing standing = choices.standing(request);
    return choices
        .elsewhere(standing, request, response)
        .orElseGet(() ->
            page(
                RegisterForm.empty(preselected(standing.agreement()), PageLanguage.of(request)),
                new FieldProblems(),
                standing,
                request));
  }

  private String preselected(Agreement agreement) {
    return subscriptions.preselected(agreement).map(site -> site.id().value()).orElse("");
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/setup/register", params = PageLanguage.PARAMETER)
  @Access(Access.Who.LANDED)
  ModelAndView inOtherLanguage(
      @ModelAttribute("form") RegisterForm form, HttpServletRequest request) {
    return page(form, new FieldProblems(), choices.standing(request), request);
  }

  @PostMapping("/setup/register")
  @Access(Access.Who.LANDED)
  ModelAndView register(
      @ModelAttribute("form") RegisterForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    SetUp.Standing standing = choices.standing(request);
    FieldProblems problems = form.problems();
    if (problems.isEmpty()) {
      Optional<String> done = made(form, standing.agreement().id(), problems, request, response);
      if (done.isPresent()) {
        return new ModelAndView("redirect:" + done.get());
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(form, problems, standing, request);
  }

  /** Where to go on; empty when there are problems now. */
  private Optional<String> made(
      RegisterForm form,
      AgreementId agreement,
      FieldProblems problems,
      HttpServletRequest request,
      HttpServletResponse response) {
    Language language = PageLanguage.of(request);
    return switch (setUp.register(form.registration(agreement, language))) {
      case SetUp.Outcome.Done(ConsoleAccountId owner, WorkspaceId workspace, boolean _) -> {
        ConsoleAccount account = accounts.find(owner).orElseThrow();
        SetUpSession.made(request, agreement, workspace);
        signIns.signIn(account, request, response);
        yield Optional.of("/setup/done");
      }
      // The page there knows what to say of both.
      case SetUp.Outcome.AlreadyHeld _ -> Optional.of("/setup");
      case SetUp.Outcome.NotUsable _ -> Optional.of("/setup");
      case SetUp.Outcome.SiteRefused() -> problem(problems, "site", "problem.site");
      case SetUp.Outcome.CodeWrong(int left) ->
          left > 0
              ? problem(problems, "code", "problem.code.wrong", left)
              : problem(problems, "code", "problem.code.void");
      case SetUp.Outcome.CodeMissing() -> problem(problems, "code", "problem.code.missing");
      case SetUp.Outcome.UsernameTaken() -> problem(problems, "username", "problem.username.taken");
      case SetUp.Outcome.EmailTaken() -> problem(problems, "email", "problem.email.taken");
    };
  }

  private static Optional<String> problem(
      FieldProblems problems, String field, String key, Object... arguments) {
    problems.add(field, key, arguments);
    return Optional.empty();
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/code")
  @Access(Access.Who.LANDED)
  String codePage() {
    return "redirect:/setup/register";
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping("/setup/code")
  @Access(Access.Who.LANDED)
  ModelAndView code(
      @ModelAttribute("form") RegisterForm form,
      HttpServletRequest request,
      HttpServletResponse response) {
    SetUp.Standing standing = choices.standing(request);
    FieldProblems problems = new FieldProblems();
    form.emailProblem(problems);
    RegistrationCodes.Answer answer = problems.isEmpty() ? codes.send(form.email(), request) : null;
    boolean part = request.getHeader("HX-Request") != null;
    ModelAndView page =
        part ? new ModelAndView("setup/code :: answer") : page(form, problems, standing, request);
    page.addObject("problems", problems);
    page.addObject("codeAnswer", answer);
    if (!problems.isEmpty() && !part) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }
    return page;
  }

  private ModelAndView page(
      RegisterForm form,
      FieldProblems problems,
      SetUp.Standing standing,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("setup/register");
    choices.addSubscription(page, standing.agreement(), request);
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject("codeAnswer", null);
    page.addObject(
        "sites",
        sites.offering(Site.Method.AWS).stream()
            .map(site -> new Option(site.id().value(), site.name(language)))
            .toList());
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("codeMinutes", EmailCodes.LIFE.toMinutes());
    page.addObject(PageFrame.FORM, "register");
    return page;
  }
}
