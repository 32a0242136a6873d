package io.countinghouse.console;

import io.countinghouse.identity.Credentials;
import io.countinghouse.identity.Operators;
import io.countinghouse.identity.Password;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** An operator's own password, the first of which somebody else chose. */
@Controller
class OperatorSecurityController {

  static final String PATH = "/operator/security";

  private final AccountController accounts;
  private final Credentials credentials;
  private final Operators operators;
  private final SignIns signIns;
  private final TransactionTemplate tx;

  OperatorSecurityController(
      AccountController accounts,
      Credentials credentials,
      Operators operators,
      SignIns signIns,
      TransactionTemplate tx) {
    this.accounts = accounts;
    this.credentials = credentials;
    this.operators = operators;
    this.signIns = signIns;
    this.tx = tx;
  }

  /**
   * The present password and the new one, twice; a field that was not sent is empty.
   *
   * @param again the new one once more
   */
  record Form(String current, String password, String again) {

    Form {
      current = FieldChecks.text(current);
      password = FieldChecks.text(password);
      again = FieldChecks.text(again);
    }

    @Override
    public String toString() {
      return "Form[***]";
    }
  }

  @GetMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView form(
      HttpServletRequest request, @AuthenticationPrincipal SignedInOperator operator) {
    return page(new FieldProblems(), request, operator);
  }

  /** Sets a new password; ends all other sign-ins of the operator. */
  @PostMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView change(
      @ModelAttribute("form") Form form,
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInOperator operator) {
    FieldProblems problems = new FieldProblems();
    accounts.checkCurrent("current", form.current(), problems, request, operator);
    if (form.password().isEmpty()) {
      problems.add("password", "problem.password.empty");
    } else {
      FieldChecks.password(
          "password", credentials.problems(operator.ref(), form.password()), problems);
      if (form.password().equals(form.current())) {
        problems.add("password", "problem.password.same");
      }
      if (!form.again().equals(form.password())) {
        problems.add("again", "problem.password.again");
      }
    }
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(problems, request, operator);
    }
    tx.executeWithoutResult(_ -> {
      credentials.setPassword(operator.ref(), new Password(form.password()), "changed");
      operators.choseOwnPassword(operator.id());
    });
    signIns.signIn(operator.ref(), operator.username(), request, response);
    return new ModelAndView("redirect:" + PATH + "?changed=yes");
  }

  private ModelAndView page(
      FieldProblems problems, HttpServletRequest request, SignedInOperator operator) {
    ModelAndView page = new ModelAndView("operator/security");
    page.addObject("given", operators.hasGivenPassword(operator.id()));
    page.addObject("changed", request.getParameter("changed") != null);
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("problems", problems);
    page.addObject(PageFrame.LANGUAGE_PATH, PATH);
    return page;
  }
}
