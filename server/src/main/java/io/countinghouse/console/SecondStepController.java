package io.countinghouse.console;

import io.countinghouse.identity.SecondFactors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The second step of signing in, at each place; and where an operator sets a second factor up. */
@Controller
class SecondStepController {

  private static final String CONSOLE = SignInSteps.CODE_PAGE;
  private static final String BILLING = "/billing" + SignInSteps.CODE_PAGE;
  private static final String OPERATOR = "/operator" + SignInSteps.CODE_PAGE;
  private static final String ENROL = "/operator" + SignInSteps.ENROL_PAGE;

  private final SignInSteps steps;
  private final SecondFactors secondFactors;
  private final Enrolments enrolments;

  SecondStepController(SignInSteps steps, SecondFactors secondFactors, Enrolments enrolments) {
    this.steps = steps;
    this.secondFactors = secondFactors;
    this.enrolments = enrolments;
  }

  @GetMapping({CONSOLE, BILLING, OPERATOR})
  @Access(Access.Who.PUBLIC)
  ModelAndView form(HttpServletRequest request) {
    return steps.firstStep(request).isEmpty() ? again(request) : page(new FieldProblems(), request);
  }

  @PostMapping({CONSOLE, BILLING, OPERATOR})
  @Access(Access.Who.PUBLIC)
  ModelAndView check(
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<SignInSteps.FirstStep> first = steps.firstStep(request);
    if (first.isEmpty()) {
      return again(request);
    }
    return switch (secondFactors.check(first.get().account(), code)) {
      case SecondFactors.Verdict.Right() -> {
        steps.secondShown(first.get(), request, response);
        yield new ModelAndView("redirect:" + first.get().target());
      }
      case SecondFactors.Verdict.Wrong() -> {
        FieldProblems problems = new FieldProblems();
        problems.add("code", "problem.second-factor.wrong");
        yield RegistrationPages.refused(page(problems, request), response);
      }
      case SecondFactors.Verdict.TooMany(var wait) ->
          throw new TooManyRequestsException(RateLimits.Limit.ACCOUNT_SIGN_IN, wait);
    };
  }

  private static ModelAndView again(HttpServletRequest request) {
    return new ModelAndView("redirect:" + Place.of(request).path("/sign-in"));
  }

  private static ModelAndView page(FieldProblems problems, HttpServletRequest request) {
    ModelAndView page = new ModelAndView("second-factor/code");
    String here = Place.of(request).path(SignInSteps.CODE_PAGE);
    page.addObject("action", here);
    page.addObject("problems", problems);
    page.addObject(PageFrame.LANGUAGE_PATH, here);
    return page;
  }

  @GetMapping(ENROL)
  @Access(Access.Who.PUBLIC)
  ModelAndView enrol(HttpServletRequest request) {
    return toEnrol(request)
        .map(first -> enrolPage(first, new FieldProblems(), request))
        .orElseGet(() -> again(request));
  }

  /** Switches it on, signs in, and shows the recovery codes this once. */
  @PostMapping(ENROL)
  @Access(Access.Who.PUBLIC)
  ModelAndView enrol(
      @RequestParam(defaultValue = "") String code,
      HttpServletRequest request,
      HttpServletResponse response) {
    Optional<SignInSteps.FirstStep> first = toEnrol(request);
    if (first.isEmpty()) {
      return again(request);
    }
    return switch (enrolments.confirm(first.get().account(), code, request)) {
      case SecondFactors.Confirmation.On(var recovery) -> {
        steps.secondShown(first.get(), request, response);
        yield SecondFactorPages.recovery(recovery, first.get().target());
      }
      case SecondFactors.Confirmation.Wrong() -> {
        FieldProblems problems = new FieldProblems();
        problems.add("code", "problem.second-factor.wrong");
        yield RegistrationPages.refused(enrolPage(first.get(), problems, request), response);
      }
      case SecondFactors.Confirmation.TooMany(var wait) ->
          throw new TooManyRequestsException(RateLimits.Limit.ACCOUNT_SIGN_IN, wait);
    };
  }

  /** Only who has none yet: a first step made before it was set up elsewhere is worth nothing. */
  private Optional<SignInSteps.FirstStep> toEnrol(HttpServletRequest request) {
    return steps.firstStep(request).filter(it -> !secondFactors.isOn(it.account()));
  }

  private ModelAndView enrolPage(
      SignInSteps.FirstStep first, FieldProblems problems, HttpServletRequest request) {
    return enrolments.page(first.account(), first.username(), ENROL, problems, request);
  }
}
