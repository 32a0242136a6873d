package io.countinghouse.console;

import io.countinghouse.identity.AccountRef;
import io.countinghouse.identity.Operator;
import io.countinghouse.identity.Operators;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signs operators in to the back office, with a second factor always, and out of it. */
@Controller
class OperatorSignInController {

  private static final String PLACE = "operator";

  private final Operators operators;
  private final SignIns signIns;
  private final SignInSteps steps;
  private final RateLimits limits;

  OperatorSignInController(
      Operators operators, SignIns signIns, SignInSteps steps, RateLimits limits) {
    this.operators = operators;
    this.signIns = signIns;
    this.steps = steps;
    this.limits = limits;
  }

  @GetMapping("/operator/sign-in")
  @Access(Access.Who.PUBLIC)
  ModelAndView form(
      @RequestParam(defaultValue = "") String back,
      @RequestParam(required = false) @Nullable String expired,
      @AuthenticationPrincipal @Nullable SignedInOperator operator) {
    if (operator != null) {
      return new ModelAndView("redirect:" + Place.OPERATOR.target(back));
    }
    FieldProblems problems = new FieldProblems();
    if (expired != null) {
      problems.add("name", "problem.form-expired");
    }
    return page("", back, problems);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/sign-in", params = PageLanguage.PARAMETER)
  @Access(Access.Who.PUBLIC)
  ModelAndView inOtherLanguage(
      @RequestParam(defaultValue = "") String name, @RequestParam(defaultValue = "") String back) {
    return page(name, back, new FieldProblems());
  }

  @PostMapping("/operator/sign-in")
  @Access(Access.Who.PUBLIC)
  ModelAndView signIn(
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String back,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    if (name.isBlank()) {
      problems.add("name", "problem.username.empty");
    }
    if (password.isEmpty()) {
      problems.add("password", "problem.password.empty");
    }
    if (problems.isEmpty()) {
      limits.takeSignIn(request, PLACE, name);
      switch (operators.authenticate(name, password)) {
        case Operators.SignIn.Right(Operator operator) -> {
          return goOn(operator, back, request, response);
        }
        case Operators.SignIn.Waiting() -> problems.add("name", "operators.problem.waits");
        case Operators.SignIn.SwitchedOff() -> problems.add("name", "operators.problem.off");
        case Operators.SignIn.Wrong() -> problems.add("name", "problem.billing-sign-in.wrong");
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(name, back, problems);
  }

  private ModelAndView goOn(
      Operator operator, String back, HttpServletRequest request, HttpServletResponse response) {
    String next =
        steps.passwordShown(
            new AccountRef.Operating(operator.id()),
            operator.username(),
            Place.OPERATOR.target(back),
            request,
            response);
    return new ModelAndView("redirect:" + next);
  }

  @PostMapping("/operator/sign-out")
  @Access(Access.Who.OPERATOR)
  String signOut(HttpServletRequest request) {
    signIns.signOut(request);
    return "redirect:/operator/sign-in";
  }

  private static ModelAndView page(String name, String back, FieldProblems problems) {
    ModelAndView page = new ModelAndView("operator/sign-in");
    page.addObject("name", name);
    page.addObject("back", back);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "sign-in");
    page.addObject(PageFrame.LANGUAGE_PATH, Place.OPERATOR.signInPath(back).build().toUriString());
    return page;
  }
}
