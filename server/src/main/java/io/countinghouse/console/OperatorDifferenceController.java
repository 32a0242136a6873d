package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.Language;
import io.countinghouse.metering.DifferenceRefunds;
import io.countinghouse.metering.Differences;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where our books and agreements differ from AWS's. */
@Controller
class OperatorDifferenceController {

  private static final String PATH = "/operator/differences";
  private static final int SHOWN_MAX = 200;

  private final Differences differences;
  private final DifferenceRefunds refunds;
  private final OperatorRows rows;
  private final ActorNames names;
  private final PageText text;
  private final TransactionTemplate tx;

  OperatorDifferenceController(
      Differences differences,
      DifferenceRefunds refunds,
      OperatorRows rows,
      ActorNames names,
      PageText text,
      TransactionTemplate tx) {
    this.differences = differences;
    this.refunds = refunds;
    this.rows = rows;
    this.names = names;
    this.text = text;
    this.tx = tx;
  }

  /**
   * A case as shown; of a quantity, with both sides and what the difference is worth.
   *
   * @param record our record of the hour, with its state and what became of its amount; empty where
   *     there is none
   * @param overcharge whether AWS charged one of our agreements too much
   * @param refundCase the refund case that it was closed with; empty if it was with none
   */
  record Row(
      long id,
      String kind,
      String product,
      @Nullable String agreement,
      @Nullable String awsAccount,
      @Nullable String awsAgreement,
      @Nullable String dimension,
      @Nullable String hour,
      @Nullable String ours,
      @Nullable String theirs,
      @Nullable String amount,
      Differences.@Nullable OurRecord record,
      boolean overcharge,
      String openedAt,
      @Nullable String closedAt,
      @Nullable String closedBy,
      @Nullable String reason,
      @Nullable String refundCase) {}

  @GetMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView all(HttpServletRequest request) {
    return page("", new FieldProblems(), request);
  }

  /**
   * Closes a case.
   *
   * @param refund not empty if it is to become a refund case
   */
  @PostMapping(PATH + "/{id}/close")
  @Access(Access.Who.OPERATOR)
  ModelAndView close(
      @PathVariable long id,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String refund,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    Actor by = operator.actor();
    return Reasons.given(
        reason,
        why ->
            problem(
                refund.isEmpty()
                    ? close(id, by, why)
                    : tx.execute(_ -> refunds.close(id, by, why))),
        PATH,
        problems -> page(problems.has("reason") ? Long.toString(id) : "", problems, request),
        response);
  }

  private static Optional<String> problem(DifferenceRefunds.Outcome outcome) {
    return switch (outcome) {
      case DONE -> Optional.empty();
      case NOT_OPEN -> Optional.of("differences.problem.closed");
      case NOTHING_OWED -> Optional.of("differences.problem.nothing");
      case ON_THE_RECORD -> Optional.of("differences.problem.record");
    };
  }

  private DifferenceRefunds.Outcome close(long id, Actor by, String why) {
    boolean closed = tx.execute(_ -> differences.close(id, by, why));
    return closed ? DifferenceRefunds.Outcome.DONE : DifferenceRefunds.Outcome.NOT_OPEN;
  }

  /**
   * @param closing the id of the case that the problems are about; empty without any
   */
  private ModelAndView page(String closing, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("operator/differences");
    page.addObject("rows", tx.execute(_ -> rows(language)));
    page.addObject("closing", closing);
    page.addObject("problems", problems);
    return page;
  }

  private List<Row> rows(Language language) {
    UnaryOperator<String> named = names.all(language);
    return differences.all(SHOWN_MAX).stream().map(it -> row(it, named, language)).toList();
  }

  private Row row(Differences.Case it, UnaryOperator<String> named, Language language) {
    Differences.Difference difference = it.difference();
    Differences.Quantities quantities = difference.quantities();
    return new Row(
        it.id(),
        difference.kind().name(),
        difference.productCode(),
        difference.agreement() == null ? null : difference.agreement().value(),
        difference.awsAccount(),
        difference.awsAgreement(),
        quantities != null ? quantities.dimension() : null,
        quantities != null ? rows.time(quantities.hour().start(), language) : null,
        quantities != null ? text.number(quantities.ours(), language) : null,
        quantities != null ? text.number(quantities.theirs(), language) : null,
        quantities != null ? text.money(quantities.amount(), language) : null,
        it.record(),
        difference.isOvercharge(),
        rows.time(it.openedAt(), language),
        rows.optionalTime(it.closedAt(), language),
        it.closedBy() == null ? null : named.apply(it.closedBy()),
        it.reason(),
        it.refundCase());
  }
}
