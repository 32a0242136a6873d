package io.countinghouse.console;

import io.countinghouse.audit.Actor;
import io.countinghouse.kernel.AgreementId;
import io.countinghouse.kernel.Language;
import io.countinghouse.marketplace.Successions;
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
 * Where an operator says which agreement follows a renewed one, or that none does: seen, explained
 * and confirmed, and written down with the reason.
 */
@Controller
class OperatorSuccessionController {

  /** What the form says when nothing follows. */
  static final String NOTHING = "nothing";

  private final Successions successions;
  private final OperatorAgreements agreements;
  private final OperatorRows rows;

  OperatorSuccessionController(
      Successions successions, OperatorAgreements agreements, OperatorRows rows) {
    this.successions = successions;
    this.agreements = agreements;
    this.rows = rows;
  }

  @GetMapping("/operator/agreements/{id}/succession")
  @Access(Access.Who.OPERATOR)
  ModelAndView form(@PathVariable String id, HttpServletRequest request) {
    return page(OperatorAgreementController.idOf(id), "", "", new FieldProblems(), request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/agreements/{id}/succession", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "") String reason,
      HttpServletRequest request) {
    AgreementId from = OperatorAgreementController.idOf(id);
    return page(from, to, reason, new FieldProblems(), request);
  }

  /**
   * Decides, unless somebody, or AWS, has done so meanwhile.
   *
   * @param to the id of the agreement that follows, or {@link #NOTHING}
   * @param confirmed not empty when the operator has read what it leads to
   */
  @PostMapping("/operator/agreements/{id}/succession")
  @Access(Access.Who.OPERATOR)
  ModelAndView decide(
      @PathVariable String id,
      @RequestParam(defaultValue = "") String to,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "") String confirmed,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    AgreementId from = OperatorAgreementController.idOf(id);
    if (open(from).isEmpty()) {
      return decidedMeanwhile(from, request, response);
    }
    FieldProblems problems = problems(to, reason, confirmed);
    if (problems.isEmpty()) {
      Actor actor = operator.actor();
      Successions.Decision decision =
          to.equals(NOTHING)
              ? successions.end(from, actor, reason.strip())
              : successions.decide(
                  from, OperatorAgreementController.idOf(to), actor, reason.strip());
      switch (decision) {
        case Successions.Decision.Done() -> {
          return new ModelAndView("redirect:/operator/agreements/" + from);
        }
        case Successions.Decision.Refused(String why) ->
            problems.add(
                "to", "succession.problem.refused", rows.why(why, PageLanguage.of(request)));
      }
    }
    return open(from).isEmpty()
        ? decidedMeanwhile(from, request, response)
        : RegistrationPages.refused(page(from, to, reason, problems, request), response);
  }

  private ModelAndView decidedMeanwhile(
      AgreementId from, HttpServletRequest request, HttpServletResponse response) {
    return OperatorAgreementController.decidedMeanwhile(
        agreements.find(from, PageLanguage.of(request)), response);
  }

  private Optional<Successions.Open> open(AgreementId from) {
    return successions.open().stream().filter(it -> it.from().id().equals(from)).findFirst();
  }

  private static FieldProblems problems(String to, String reason, String confirmed) {
    FieldProblems problems = new FieldProblems();
    if (to.isEmpty()) {
      problems.add("to", "succession.problem.to");
    }
    Reasons.check(reason, problems);
    if (confirmed.isEmpty()) {
      problems.add("confirmed", "succession.problem.confirmed");
    }
    return problems;
  }

  private ModelAndView page(
      AgreementId from,
      String to,
      String reason,
      FieldProblems problems,
      HttpServletRequest request) {
    Successions.Open open =
        open(from)
            .orElseThrow(
                () -> new PageNotFoundException("agreement " + from + " has no hand-over open"));
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("operator/succession");
    page.addObject("it", rows.of(open, language));
    page.addObject(
        "choices", open.choices().stream().map(it -> rows.choice(it, language)).toList());
    page.addObject("workspaces", agreements.settledNow(from, language));
    page.addObject("to", to);
    page.addObject("reason", reason);
    page.addObject("nothing", NOTHING);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "succession");
    return page;
  }
}
