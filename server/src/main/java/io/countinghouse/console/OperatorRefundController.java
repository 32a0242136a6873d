package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.billing.RefundCase;
import io.countinghouse.billing.RefundCases;
import io.countinghouse.kernel.AgreementId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A refund case, and where an operator closes it once the amount was given back outside. */
@Controller
class OperatorRefundController {

  private static final int LENGTH_MAX = 500;

  private final OperatorBooks books;
  private final RefundCases cases;
  private final TransactionTemplate tx;

  OperatorRefundController(OperatorBooks books, RefundCases cases, TransactionTemplate tx) {
    this.books = books;
    this.cases = cases;
    this.tx = tx;
  }

  @GetMapping("/operator/books/{id}/refund-cases/{refundCase}")
  @Access(Access.Who.OPERATOR)
  ModelAndView form(
      @PathVariable String id, @PathVariable String refundCase, HttpServletRequest request) {
    return page(id, refundCase, "", "", new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(
      path = "/operator/books/{id}/refund-cases/{refundCase}",
      params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @PathVariable String id,
      @PathVariable String refundCase,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String note,
      HttpServletRequest request) {
    return page(id, refundCase, reference, note, new FieldProblems(), request);
  }

  /**
   * Closes it.
   *
   * @param reference AWS's billing adjustment, or the ticket of the operator in China
   * @param note what the operator says to it
   */
  @PostMapping("/operator/books/{id}/refund-cases/{refundCase}")
  @Access(Access.Who.OPERATOR)
  ModelAndView close(
      @PathVariable String id,
      @PathVariable String refundCase,
      @RequestParam(defaultValue = "") String reference,
      @RequestParam(defaultValue = "") String note,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    AgreementId agreement = OperatorAgreementController.idOf(id);
    FieldProblems problems = new FieldProblems();
    check(problems, "reference", reference);
    check(problems, "note", note);
    if (!problems.isEmpty()) {
      response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
      return page(id, refundCase, reference, note, problems, request);
    }
    Actor actor = operator.actor();
    RefundCases.Closing closing = tx.execute(_ -> cases.close(refundCase, reference, note, actor));
    return switch (closing) {
      case CLOSED -> new ModelAndView("redirect:/operator/books/" + agreement);
      case NOT_OPEN -> {
        problems.add("", "refund-case.problem.over", reference.strip());
        yield RegistrationPages.refused(
            page(id, refundCase, reference, note, problems, request), response);
      }
      case UNKNOWN -> throw new PageNotFoundException("there is no such refund case");
    };
  }

  private static void check(FieldProblems problems, String field, String words) {
    if (words.isBlank()) {
      problems.add(field, "refund-case.problem." + field);
    } else if (words.strip().length() > LENGTH_MAX) {
      problems.add(field, "refund-case.problem.long", LENGTH_MAX);
    }
  }

  private ModelAndView page(
      String id,
      String refundCase,
      String reference,
      String note,
      FieldProblems problems,
      HttpServletRequest request) {
    AgreementId agreement = OperatorAgreementController.idOf(id);
    OperatorBooks.CaseRow it =
        books
            .oneCase(agreement, refundCase, PageLanguage.of(request))
            .orElseThrow(() -> new PageNotFoundException("there is no such refund case"));
    ModelAndView page = new ModelAndView("operator/refund-case");
    page.addObject("agreement", agreement.value());
    page.addObject("it", it);
    page.addObject("reference", reference);
    page.addObject("note", note);
    page.addObject("problems", problems);
    page.addObject(
        PageFrame.LANGUAGE_PATH, "/operator/books/" + agreement + "/refund-cases/" + it.id());
    if (it.state().equals(RefundCase.State.OPEN.name())) {
      page.addObject(PageFrame.FORM, "refund-case");
    }
    return page;
  }
}
