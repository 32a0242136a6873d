package io.countinghouse.console;

import io.countinghouse.identity.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Switches one's own second factor on and off; each step asks for the password. */
@Controller
class SecondFactorController {

  private static final String PAGE = "/second-factor";
  private static final String CONSOLE = AccountController.CONSOLE + PAGE;
  private static final String BILLING = AccountController.BILLING + PAGE;

  private final AccountController accounts;
  private final SecondFactors secondFactors;
  private final SignIns signIns;
  private final Enrolments enrolments;

  SecondFactorController(
      AccountController accounts,
      SecondFactors secondFactors,
      SignIns signIns,
      Enrolments enrolments) {
    this.accounts = accounts;
    this.secondFactors = secondFactors;
    this.signIns = signIns;
    this.enrolments = enrolments;
  }

  @GetMapping({CONSOLE, BILLING})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView enrol(HttpServletRequest request, @AuthenticationPrincipal SignedIn who) {
    return secondFactors.isOn(who.ref())
        ? new ModelAndView("redirect:" + AccountController.base(request))
        : enrolPage(new FieldProblems(), request, who);
  }

  /**
   * Switches it on for who has shown a code, and shows the recovery codes this once. Whoever came
   * in by a workspace, or finds a browser open, would lock the account's holder out with it.
   */
  @PostMapping({CONSOLE, BILLING})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView confirm(
      @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String factorPassword,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    if (secondFactors.isOn(who.ref())) {
      return new ModelAndView("redirect:" + AccountController.base(request));
    }
    FieldProblems problems = new FieldProblems();
    accounts.checkCurrent("factorPassword", factorPassword, problems, request, who);
    if (problems.isEmpty()) {
      switch (enrolments.confirm(who.ref(), code, request)) {
        case SecondFactors.Confirmation.On(var recovery) -> {
          signIns.signIn(who.ref(), who.username(), request, response);
          return SecondFactorPages.recovery(recovery, AccountController.base(request));
        }
        case SecondFactors.Confirmation.Wrong() ->
            problems.add("code", "problem.second-factor.wrong");
        case SecondFactors.Confirmation.TooMany(var wait) ->
            throw new TooManyRequestsException(RateLimits.Limit.ACCOUNT_SIGN_IN, wait);
      }
    }
    return RegistrationPages.refused(enrolPage(problems, request, who), response);
  }

  @PostMapping({CONSOLE + "/off", BILLING + "/off"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView switchOff(
      @RequestParam(defaultValue = "") String factorPassword,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    accounts.checkCurrent("factorPassword", factorPassword, problems, request, who);
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return accounts.page(problems, request, who);
    }
    secondFactors.switchOff(who.ref());
    return new ModelAndView("redirect:" + AccountController.base(request) + "?changed=yes");
  }

  /** New recovery codes, shown this once; the old ones are void. */
  @PostMapping({CONSOLE + "/recovery-codes", BILLING + "/recovery-codes"})
  @Access(Access.Who.SIGNED_IN)
  ModelAndView renewRecoveryCodes(
      @RequestParam(defaultValue = "") String factorPassword,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedIn who) {
    FieldProblems problems = new FieldProblems();
    accounts.checkCurrent("factorPassword", factorPassword, problems, request, who);
    if (!problems.isEmpty() || !secondFactors.isOn(who.ref())) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return accounts.page(problems, request, who);
    }
    return SecondFactorPages.recovery(
        secondFactors.renewRecoveryCodes(who.ref()), AccountController.base(request));
  }

  private ModelAndView enrolPage(FieldProblems problems, HttpServletRequest request, SignedIn who) {
    ModelAndView page =
        enrolments.page(
            who.ref(), who.username(), AccountController.base(request) + PAGE, problems, request);
    page.addObject("asksPassword", true);
    return page;
  }
}
