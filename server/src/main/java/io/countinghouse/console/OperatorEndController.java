package io.countinghouse.console;

import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.AgreementState;
import io.countinghouse.marketplace.UntoldEnds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where an operator ends an active agreement that is over at AWS, which told nobody: explained,
 * confirmed, and written down with the reason.
 */
@Controller
class OperatorEndController {

  private static final String PATH = "/operator/agreements/{id}/end";

  private final UntoldEnds ends;
  private final OperatorAgreements agreements;

  OperatorEndController(UntoldEnds ends, OperatorAgreements agreements) {
    this.ends = ends;
    this.agreements = agreements;
  }

  @GetMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView form(@PathVariable String id, HttpServletRequest request) {
    return page(OperatorAgreementController.idOf(id), "", new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = PATH, params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    return page(OperatorAgreementController.idOf(id), reason, new FieldProblems(), request);
  }

  /**
   * Ends it, unless it is active no more.
   *
   * @param confirmed not empty when the operator has read what it leads to
   */
  @PostMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView end(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String confirmed,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    AgreementId agreement = OperatorAgreementController.idOf(id);
    Language language = PageLanguage.of(request);
    if (active(agreement, language).isEmpty()) {
      return OperatorAgreementController.decidedMeanwhile(
          agreements.find(agreement, language), response);
    }
    FieldProblems problems = new FieldProblems();
    Reasons.check(reason, problems);
    if (confirmed.isEmpty()) {
      problems.add("confirmed", "succession.problem.confirmed");
    }
    if (!problems.isEmpty()) {
      return RegistrationPages.refused(page(agreement, reason, problems, request), response);
    }
    if (!ends.end(agreement, operator.actor(), reason.strip())) {
      return OperatorAgreementController.decidedMeanwhile(
          agreements.find(agreement, language), response);
    }
    return new ModelAndView("redirect:/operator/agreements/" + agreement);
  }

  private Optional<OperatorAgreements.View> active(AgreementId agreement, Language language) {
    return agreements
        .find(agreement, language)
        .filter(it -> it.state().equals(AgreementState.ACTIVE.name()));
  }

  private ModelAndView page(
      AgreementId agreement, String reason, FieldProblems problems, HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    OperatorAgreements.View view =
        active(agreement, language)
            .orElseThrow(
                () -> new PageNotFoundException("agreement " + agreement + " is not active"));
    ModelAndView page = new ModelAndView("operator/agreement-end");
    page.addObject("it", view);
    page.addObject("workspaces", agreements.settledNow(agreement, language));
    page.addObject("reason", reason);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "agreement-end");
    return page;
  }
}
