package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.Money;
import io.countinghouse.metering.MeteringRecord;
import io.countinghouse.metering.RecordDecisions;
import io.countinghouse.metering.RecordDecisions.Choice;
import io.countinghouse.metering.RecordDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where an operator decides about an amount that AWS did not take, or holds otherwise: seen,
 * explained and confirmed, and written down with the reason.
 */
@Controller
class OperatorDecisionController {

  /** Digits before and after the point, without leading zeros; more than any amount needs. */
  private static final String AMOUNT = "(0|[1-9][0-9]{0,11})(\\.[0-9]{1,8})?";

  private final RecordDetails details;
  private final RecordDecisions decisions;
  private final OperatorRecords records;
  private final TransactionTemplate tx;

  OperatorDecisionController(
      RecordDetails details,
      RecordDecisions decisions,
      OperatorRecords records,
      TransactionTemplate tx) {
    this.details = details;
    this.decisions = decisions;
    this.records = records;
    this.tx = tx;
  }

  /**
   * What was filled in.
   *
   * @param version of the record that the operator saw
   * @param confirmed not empty when the operator has read what it leads to
   */
  record Filled(
      @Nullable Long version,
      @Nullable String choice,
      @Nullable String refund,
      @Nullable String reason,
      @Nullable String confirmed) {

    static String text(@Nullable String value) {
      return value == null ? "" : value.strip();
    }
  }

  @GetMapping("/operator/records/{id}/decision")
  @Access(Access.Who.OPERATOR)
  ModelAndView form(@PathVariable String id, HttpServletRequest request) {
    return page(id, new Filled(null, null, null, null, null), new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/records/{id}/decision", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(@PathVariable String id, Filled filled, HttpServletRequest request) {
    return page(id, filled, new FieldProblems(), request);
  }

  @PostMapping("/operator/records/{id}/decision")
  @Access(Access.Who.OPERATOR)
  ModelAndView decide(
      @PathVariable String id,
      Filled filled,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    FieldProblems problems = problems(filled);
    if (problems.isEmpty()) {
      Actor actor = operator.actor();
      RecordDecisions.Outcome outcome = tx.execute(_ -> decisions.decide(of(id, filled, actor)));
      switch (outcome) {
        case DONE -> {
          return new ModelAndView("redirect:/operator/records/" + id);
        }
        case CHANGED -> problems.add("choice", "decision.problem.changed");
        case FORBIDDEN -> problems.add("choice", "decision.problem.forbidden");
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(id, filled, problems, request);
  }

  private RecordDecisions.Decision of(String id, Filled filled, Actor actor) {
    MeteringRecord record =
        details
            .find(id)
            .orElseThrow(() -> new PageNotFoundException("there is no such record"))
            .record();
    String refund = FieldChecks.digits(filled.refund()).strip();
    BigDecimal amount = refund.isEmpty() ? BigDecimal.ZERO : new BigDecimal(refund);
    return new RecordDecisions.Decision(
        id,
        filled.version() == null ? 0 : filled.version(),
        Choice.valueOf(Filled.text(filled.choice())),
        Money.of(amount, record.amount().currency()),
        actor,
        Filled.text(filled.reason()));
  }

  private static FieldProblems problems(Filled filled) {
    FieldProblems problems = new FieldProblems();
    String choice = Filled.text(filled.choice());
    String refund = FieldChecks.digits(filled.refund()).strip();
    if (Arrays.stream(Choice.values()).noneMatch(it -> it.name().equals(choice))) {
      problems.add("choice", "decision.problem.choice");
    }
    boolean asks = choice.equals(Choice.REFUND_CASE.name());
    if (!refund.isEmpty() || asks) {
      if (!refund.matches(AMOUNT) || new BigDecimal(refund).signum() == 0) {
        problems.add("refund", "decision.problem.refund");
      }
    }
    Reasons.check(Filled.text(filled.reason()), problems);
    if (Filled.text(filled.confirmed()).isEmpty()) {
      problems.add("confirmed", "succession.problem.confirmed");
    }
    return problems;
  }

  private ModelAndView page(
      String id, Filled filled, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    OperatorRecords.View view = records.view(id, language);
    ModelAndView page = new ModelAndView("operator/decision");
    page.addObject("it", view);
    page.addObject("version", filled.version() == null ? view.version() : filled.version());
    page.addObject("choice", Filled.text(filled.choice()));
    page.addObject("refund", Filled.text(filled.refund()));
    page.addObject("reason", Filled.text(filled.reason()));
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "decision");
    return page;
  }
}
