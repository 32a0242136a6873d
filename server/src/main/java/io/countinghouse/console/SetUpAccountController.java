package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.identity.BillingProofs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The first step of binding: whose billing account it is, shown by a code to its address. */
@Controller
class SetUpAccountController {

  private static final String HERE = "/setup/bind/account";
  private static final String NEXT = "/setup/bind/workspaces";
  private static final String REGISTER = "/setup/bind/register";

  private final SetUpPages pages;
  private final BillingProofs proofs;
  private final BillingRegisterSteps steps;
  private final RateLimits limits;

  SetUpAccountController(
      SetUpPages pages, BillingProofs proofs, BillingRegisterSteps steps, RateLimits limits) {
    this.pages = pages;
    this.proofs = proofs;
    this.steps = steps;
    this.limits = limits;
  }

  /** What was typed; a field that was not sent is empty. */
  record Form(String username, String code, String factor) {

    Form {
      username = FieldChecks.text(username).strip();
      code = FieldChecks.digits(code);
      factor = FieldChecks.text(factor);
    }

    @Override
    public String toString() {
      return "Form[***]";
    }
  }

  /** How binding goes, before it begins. */
  @GetMapping("/setup/bind")
  @Access(Access.Who.LANDED)
  ModelAndView how(HttpServletRequest request, HttpServletResponse response) {
    return pages.elsewhere(request, response).orElseGet(() -> new ModelAndView("setup/how"));
  }

  @GetMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView form(HttpServletRequest request, HttpServletResponse response) {
    return pages
        .elsewhere(request, response)
        .orElseGet(() -> page(new Form("", "", ""), new FieldProblems(), request));
  }

  /** Sends a code to the address on file, if there is such an account. */
  @PostMapping("/setup/bind/account-code")
  @Access(Access.Who.LANDED)
  ModelAndView code(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    if (form.username().isEmpty()) {
      problems.add("username", "problem.username.empty");
      return RegistrationPages.refused(page(form, problems, request), response);
    }
    limits.take(RateLimits.Limit.CODE, request);
    String sentTo = proofs.sendCode(form.username(), PageLanguage.of(request));
    ModelAndView page = page(form, problems, request);
    page.addObject("sentTo", sentTo);
    return page;
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/bind/account-code")
  @Access(Access.Who.LANDED)
  String codePage() {
    return "redirect:" + HERE;
  }

  @PostMapping(HERE)
  @Access(Access.Who.LANDED)
  ModelAndView prove(
      @ModelAttribute("form") Form form, HttpServletRequest request, HttpServletResponse response) {
    if (PageLanguage.isSwitch(request)) {
      return page(form, new FieldProblems(), request);
    }
    if (isProven(form.username(), request)) {
      return new ModelAndView("redirect:" + NEXT);
    }
    FieldProblems problems = new FieldProblems();
    if (form.username().isEmpty()) {
      problems.add("username", "problem.username.empty");
    }
    FieldChecks.code(form.code(), problems);
    if (problems.isEmpty()) {
      limits.takeSignIn(request, BillingSignInController.PLACE, form.username());
      switch (proofs.byCode(form.username(), form.code(), form.factor())) {
        case BillingProofs.Outcome.Proven(BillingAccount account) -> {
          pages.proven(request, account);
          return new ModelAndView("redirect:" + NEXT);
        }
        case BillingProofs.Outcome.NotShown() -> problems.add("code", "problem.code.not-shown");
        case BillingProofs.Outcome.FactorWanted(boolean tried) ->
            problems.add(
                "factor", tried ? "problem.second-factor.wrong" : "problem.existing.factor");
        case BillingProofs.Outcome.TooMany(var wait) ->
            throw new TooManyRequestsException(RateLimits.Limit.ACCOUNT_SIGN_IN, wait);
      }
    }
    return RegistrationPages.refused(page(form, problems, request), response);
  }

  @GetMapping(REGISTER)
  @Access(Access.Who.LANDED)
  ModelAndView register(HttpServletRequest request, HttpServletResponse response) {
    return pages.elsewhere(request, response).orElseGet(() -> steps.form(way(request), request));
  }

  @PostMapping(REGISTER)
  @Access(Access.Who.LANDED)
  ModelAndView register(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("company") CompanyForm company,
      HttpServletRequest request,
      HttpServletResponse response) {
    if (isProven(form.username(), request) && !PageLanguage.isSwitch(request)) {
      return new ModelAndView("redirect:" + NEXT);
    }
    return steps.register(
        way(request),
        form,
        company,
        account -> {
          pages.proven(request, account);
          return new ModelAndView("redirect:" + NEXT);
        },
        request,
        response);
  }

  /** Sends a code; as a part of the page where a script asked for it, else as the whole page. */
  @PostMapping("/setup/bind/register-code")
  @Access(Access.Who.LANDED)
  ModelAndView registerCode(
      @ModelAttribute("form") AccountForm form,
      @ModelAttribute("company") CompanyForm company,
      HttpServletRequest request,
      HttpServletResponse response) {
    return steps.code(way(request), form, company, request, response);
  }

  /** Reloading the page that a code was sent from. */
  @GetMapping("/setup/bind/register-code")
  @Access(Access.Who.LANDED)
  String registerCodePage() {
    return "redirect:" + REGISTER;
  }

  /** Pressed twice, the second press finds the account shown or made by the first. */
  private boolean isProven(String username, HttpServletRequest request) {
    return pages
        .account(request)
        .filter(account -> account.username().equalsIgnoreCase(username.strip()))
        .isPresent();
  }

  private BillingRegisterSteps.Way way(HttpServletRequest request) {
    return new BillingRegisterSteps.Way(
        REGISTER, "/setup/bind/register-code", HERE, pages.preselectedSite(request));
  }

  private ModelAndView page(Form form, FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = RegistrationPages.form("setup/account", form, problems);
    page.addObject("sentTo", null);
    Optional<BillingAccount> known = pages.account(request);
    page.addObject("known", known.map(BillingAccount::username).orElse(null));
    page.addObject("signedIn", known.filter(it -> pages.isSignedIn(it, request)).isPresent());
    return page;
  }
}
