package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.identity.Operator;
import io.countinghouse.identity.OperatorChanges;
import io.countinghouse.identity.Operators;
import io.countinghouse.identity.Password;
import io.countinghouse.identity.Username;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.OperatorId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Who may work in the back office: approving a top-up takes two of them, and so does adding one.
 */
@Controller
class OperatorOperatorsController {

  private static final String PATH = "/operator/operators";

  private final Operators operators;
  private final OperatorChanges changes;
  private final OperatorRows rows;
  private final TransactionTemplate tx;

  OperatorOperatorsController(
      Operators operators, OperatorChanges changes, OperatorRows rows, TransactionTemplate tx) {
    this.operators = operators;
    this.changes = changes;
    this.rows = rows;
    this.tx = tx;
  }

  /**
   * An operator as shown.
   *
   * @param own whether the reader added it
   * @param you whether the reader is it
   */
  record Row(
      String id,
      String username,
      String state,
      String badge,
      String addedAt,
      @Nullable String addedBy,
      @Nullable String confirmedAt,
      @Nullable String confirmedBy,
      @Nullable String disabledAt,
      boolean own,
      boolean you) {}

  /** What is shown beside the rows. */
  private record Shown(String username, String changing, FieldProblems problems) {}

  @GetMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView all(HttpServletRequest request, @AuthenticationPrincipal SignedInOperator operator) {
    return page(new Shown("", "", new FieldProblems()), request, operator);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = PATH, params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @RequestParam(defaultValue = "") String username,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInOperator operator) {
    return page(new Shown(username, "", new FieldProblems()), request, operator);
  }

  /** Adds an operator, who sets the second factor up at the first sign-in. */
  @PostMapping(PATH)
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
          return new ModelAndView("redirect:" + PATH);
        }
        case Operators.CreateOutcome.UsernameTaken _ ->
            problems.add("username", "problem.username.taken");
        case Operators.CreateOutcome.NotAble _ -> problems.add("", "operators.problem.same");
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(new Shown(username, "", problems), request, operator);
  }

  private Operators.CreateOutcome create(SignedInOperator by, Username name, Password password) {
    Actor actor = by.actor();
    return tx.execute(_ -> operators.create(actor, name, password));
  }

  /** Lets an operator that waits sign in. */
  @PostMapping(PATH + "/{id}/confirm")
  @Access(Access.Who.OPERATOR)
  ModelAndView confirm(
      @PathVariable String id,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    return changed(
        tx.execute(_ -> changes.confirm(idOf(id), operator.id())), operator, request, response);
  }

  /** Takes an operator that waits away. */
  @PostMapping(PATH + "/{id}/refuse")
  @Access(Access.Who.OPERATOR)
  ModelAndView refuse(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    return withReason(changes::refuse, id, reason, operator, request, response);
  }

  /** Switches an operator off and ends all its sign-ins. */
  @PostMapping(PATH + "/{id}/switch-off")
  @Access(Access.Who.OPERATOR)
  ModelAndView switchOff(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    return withReason(changes::switchOff, id, reason, operator, request, response);
  }

  /** A change that somebody has to give a reason for. */
  private interface Change {

    OperatorChanges.Decision of(OperatorId id, OperatorId by, String reason);
  }

  private ModelAndView withReason(
      Change change,
      String id,
      String reason,
      SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    Reasons.check(reason, problems);
    if (!problems.isEmpty()) {
      return refused(new Shown("", id, problems), operator, request, response);
    }
    return changed(
        tx.execute(_ -> change.of(idOf(id), operator.id(), reason.strip())),
        operator,
        request,
        response);
  }

  private static OperatorId idOf(String id) {
    try {
      return new OperatorId(id);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("not the id of an operator");
    }
  }

  private ModelAndView changed(
      OperatorChanges.Decision decision,
      SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = new FieldProblems();
    switch (decision) {
      case DONE -> {
        return new ModelAndView("redirect:" + PATH);
      }
      case NOT_OPEN -> problems.add("", "operators.problem.changed");
      case SAME_OPERATOR -> problems.add("", "operators.problem.same");
    }
    return refused(new Shown("", "", problems), operator, request, response);
  }

  private ModelAndView refused(
      Shown shown,
      SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    ModelAndView page = page(shown, request, operator);
    page.addObject(PageFrame.LANGUAGE_PATH, PATH);
    return RegistrationPages.refused(page, response);
  }

  private ModelAndView page(Shown shown, HttpServletRequest request, SignedInOperator reader) {
    Language language = PageLanguage.of(request);
    List<Operators.Known> all = tx.execute(_ -> operators.all());
    Map<OperatorId, String> names =
        all.stream()
            .map(Operators.Known::operator)
            .collect(Collectors.toMap(Operator::id, Operator::username));
    ModelAndView page = new ModelAndView("operator/operators");
    page.addObject("rows", all.stream().map(it -> row(it, names, reader.id(), language)).toList());
    page.addObject("username", shown.username());
    page.addObject("changing", shown.changing());
    page.addObject("passwordMin", Password.LENGTH_MIN);
    page.addObject("problems", shown.problems());
    page.addObject(PageFrame.FORM, "operators");
    return page;
  }

  private Row row(
      Operators.Known it, Map<OperatorId, String> names, OperatorId reader, Language language) {
    OperatorId id = it.operator().id();
    return new Row(
        id.value(),
        it.operator().username(),
        it.state().name(),
        badge(it.state()),
        rows.time(it.createdAt(), language),
        it.addedBy() == null ? null : names.get(it.addedBy()),
        rows.optionalTime(it.confirmedAt(), language),
        it.confirmedBy() == null ? null : names.get(it.confirmedBy()),
        rows.optionalTime(it.disabledAt(), language),
        reader.equals(it.addedBy()),
        reader.equals(id));
  }

  private static String badge(Operators.State state) {
    return switch (state) {
      case WAITING -> "bg-yellow-lt";
      case ABLE -> "bg-green-lt";
      case SWITCHED_OFF -> "bg-secondary-lt";
    };
  }
}
