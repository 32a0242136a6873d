package io.countinghouse.console;

import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.OperatorId;
import io.countinghouse.wallet.Proposals;
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

/** Where a second operator approves or rejects what a first one entered. */
@Controller
class OperatorProposalDecisionController {

  private static final String PATH = "/operator/wallets/{account}/proposals/{proposal}";

  private final OperatorWallets wallets;
  private final Proposals proposals;
  private final TransactionTemplate tx;

  OperatorProposalDecisionController(
      OperatorWallets wallets, Proposals proposals, TransactionTemplate tx) {
    this.wallets = wallets;
    this.proposals = proposals;
    this.tx = tx;
  }

  /** The two decisions. */
  enum Choice {
    APPROVE,
    REJECT
  }

  @GetMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView form(
      @PathVariable String account,
      @PathVariable String proposal,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request) {
    return page(account, proposal, "", new FieldProblems(), operator, request);
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = PATH, params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView inOtherLanguage(
      @PathVariable String account,
      @PathVariable String proposal,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request) {
    return page(account, proposal, reason, new FieldProblems(), operator, request);
  }

  /**
   * Decides.
   *
   * @param reason of a rejection
   */
  @PostMapping(PATH)
  @Access(Access.Who.OPERATOR)
  ModelAndView decide(
      @PathVariable String account,
      @PathVariable String proposal,
      @RequestParam Choice choice,
      @RequestParam(defaultValue = "") String reason,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletRequest request,
      HttpServletResponse response) {
    BillingAccountId id = OperatorWalletController.idOf(account);
    if (wallets.proposal(id, proposal, PageLanguage.of(request)).isEmpty()) {
      throw none();
    }
    FieldProblems problems = new FieldProblems();
    if (choice == Choice.REJECT) {
      Reasons.check(reason, problems);
    }
    if (problems.isEmpty()) {
      OperatorId by = operator.id();
      Proposals.Decision decision =
          tx.execute(_ ->
              switch (choice) {
                case APPROVE -> proposals.approve(proposal, by);
                case REJECT -> proposals.reject(proposal, reason, by);
              });
      switch (decision) {
        case DONE -> {
          return new ModelAndView("redirect:/operator/wallets/" + id);
        }
        case UNKNOWN -> throw none();
        case NOT_OPEN -> problems.add("", "proposal.problem.decided");
        case SAME_OPERATOR -> problems.add("", "proposal.problem.same-operator");
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page(account, proposal, reason, problems, operator, request);
  }

  private static PageNotFoundException none() {
    return new PageNotFoundException("there is no such proposal");
  }

  private ModelAndView page(
      String account,
      String proposal,
      String reason,
      FieldProblems problems,
      SignedInOperator operator,
      HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/proposal");
    OperatorWallets.ProposalRow it =
        wallets
            .proposal(OperatorWalletController.idOf(account), proposal, PageLanguage.of(request))
            .orElseThrow(OperatorProposalDecisionController::none);
    page.addObject("it", it);
    page.addObject("own", it.enteredById().value().equals(operator.operatorId()));
    page.addObject("reason", reason);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "proposal");
    return page;
  }
}
