package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.Operators;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.Language;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Who may work in the back office: approving a top-up takes two of them. */
@Controller
class OperatorOperatorsController {

  private final Operators operators;
  private final OperatorRows rows;
  private final TransactionTemplate tx;

  OperatorOperatorsController(Operators operators, OperatorRows rows, TransactionTemplate tx) {
    this.operators = operators;
    this.rows = rows;
    this.tx = tx;
  }

  /** An operator as shown. */
  record Row(String id, String username, String createdAt) {}

  @GetMapping("/operator/operators")
  @Access(Access.Who.OPERATOR)
  ModelAndView all(HttpServletRequest request) {
    return page("", new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/operators", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @RequestParam(defaultValue = "") String username, HttpServletRequest request) {
    return page(username, new FieldProblems(), request);
  }

  /** Adds an operator, who sets the second factor up at the first sign-in. */
  @PostMapping("/operator/operators")
  @Access(Access.Who.OPERATOR)
  ModelAndView add(
      @RequestParam(defaultValue = "") String username,
      @RequestParam(defaultValue = "") String password,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    FieldChecks.username(username, problems);
    FieldChecks.password("password", password, username, "", problems);
    if (problems.isEmpty()) {
      switch (create(operator, new Username(username), new Password(password))) {
        case Operators.CreateOutcome.Created _ -> {
          return new ModelAndView("redirect:/operator/operators");
        }
        case Operators.CreateOutcome.UsernameTaken _ ->
            problems.add("username", "problem.username.taken");
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(username, problems, request);
  }

  private Operators.CreateOutcome create(SignedInOperator by, Username name, Password password) {
    Actor actor = by.actor();
    return tx.execute(_ -> operators.create(actor, name, password));
  }

  private ModelAndView page(String username, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    List<Operators.Known> all = tx.execute(_ -> operators.all());
    ModelAndView page = new ModelAndView("operator/operators");
    page.addObject(
        "rows",
        all.stream()
            .map(it ->
                new Row(
                    it.operator().id().value(),
                    it.operator().username(),
                    rows.time(it.createdAt(), language)))
            .toList());
    page.addObject("username", username);
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "operators");
    return page;
  }
}
