package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.BusinessClock;
import io.countinghouse.kernel.Money;
import io.countinghouse.wallet.BankReference;
import io.countinghouse.wallet.Proposal;
import io.countinghouse.wallet.Proposals;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** Where an operator enters a bank transfer or a correction, for another one to approve. */
@Controller
class OperatorProposalController {

  private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,12}(\\.[0-9]{1,6})?");

  private final WalletPages pages;
  private final Proposals proposals;
  private final TransactionTemplate tx;
  private final BusinessClock clock;

  OperatorProposalController(
      WalletPages pages, Proposals proposals, TransactionTemplate tx, BusinessClock clock) {
    this.pages = pages;
    this.proposals = proposals;
    this.tx = tx;
    this.clock = clock;
  }

  /**
   * What was typed.
   *
   * @param reference of the bank, for a transfer
   * @param paidOn the day of a transfer, {@code 2026-05-12}
   * @param reason of a correction
   */
  record Form(String amount, String reference, String paidOn, String reason) {

    Form {
      amount = FieldChecks.digits(amount);
      reference = FieldChecks.text(reference);
      paidOn = FieldChecks.text(paidOn);
      reason = FieldChecks.text(reason);
    }
  }

  @GetMapping("/operator/wallets/{account}/top-up")
  @Access(Access.Who.OPERATOR)
  ModelAndView topUp(@PathVariable String account) {
    String today = LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).toString();
    return page("top-up", account, new Form("", "", today, ""), new FieldProblems());
  }

  @GetMapping("/operator/wallets/{account}/correction")
  @Access(Access.Who.OPERATOR)
  ModelAndView correction(@PathVariable String account) {
    return page("correction", account, new Form("", "", "", ""), new FieldProblems());
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/wallets/{account}/top-up", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView topUpInOtherLanguage(@PathVariable String account, Form form) {
    return page("top-up", account, form, new FieldProblems());
  }

  /** The language switch: the same form, with what was typed. */
  @PostMapping(path = "/operator/wallets/{account}/correction", params = PageLanguage.PARAMETER)
  @Access(Access.Who.OPERATOR)
  ModelAndView correctionInOtherLanguage(@PathVariable String account, Form form) {
    return page("correction", account, form, new FieldProblems());
  }

  /** Enters a transfer. */
  @PostMapping("/operator/wallets/{account}/top-up")
  @Access(Access.Who.OPERATOR)
  ModelAndView enterTopUp(
      @PathVariable String account,
      Form form,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletResponse response) {
    BillingAccount found = pages.account(OperatorWalletController.idOf(account));
    FieldProblems problems = new FieldProblems();
    Optional<Money> amount = amount(form, found, problems);
    if (amount.filter(it -> it.signum() < 0).isPresent()) {
      problems.add("amount", "proposal.problem.above-zero");
    }
    Optional<BankReference> reference = BankReference.of(form.reference());
    if (reference.isEmpty()) {
      problems.add("reference", "proposal.problem.reference");
    }
    Optional<LocalDate> paidOn = day(form.paidOn(), problems);
    if (problems.isEmpty()) {
      Proposals.Entering entering =
          tx.execute(_ ->
              proposals.topUp(
                  found.id(),
                  amount.orElseThrow(),
                  reference.orElseThrow(),
                  paidOn.orElseThrow(),
                  operator.id()));
      switch (entering) {
        case Proposals.Entering.Entered(String _) -> {
          return toWallet(found.id());
        }
        case Proposals.Entering.Known(Proposal before) ->
            problems.add("reference", "proposal.problem.known", before.amount().toString());
      }
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page("top-up", account, form, problems);
  }

  /** Enters a correction. */
  @PostMapping("/operator/wallets/{account}/correction")
  @Access(Access.Who.OPERATOR)
  ModelAndView enterCorrection(
      @PathVariable String account,
      Form form,
      @AuthenticationPrincipal SignedInOperator operator,
      HttpServletResponse response) {
    BillingAccount found = pages.account(OperatorWalletController.idOf(account));
    FieldProblems problems = new FieldProblems();
    Optional<Money> amount = amount(form, found, problems);
    Reasons.check(form.reason(), problems);
    if (problems.isEmpty()) {
      Optional<String> entered =
          tx.execute(_ ->
              proposals.correction(found.id(), amount.orElseThrow(), form.reason(), operator.id()));
      if (entered.isPresent()) {
        return toWallet(found.id());
      }
      problems.add("amount", "proposal.problem.waits");
    }
    response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    return page("correction", account, form, problems);
  }

  private static Optional<Money> amount(Form form, BillingAccount account, FieldProblems problems) {
    String typed = form.amount().strip();
    if (!AMOUNT.matcher(typed).matches()) {
      problems.add("amount", "proposal.problem.amount");
      return Optional.empty();
    }
    Money amount = Money.of(new BigDecimal(typed), account.currency());
    if (!Proposals.isBookable(amount)) {
      problems.add("amount", "proposal.problem.bookable");
      return Optional.empty();
    }
    return Optional.of(amount);
  }

  private Optional<LocalDate> day(String typed, FieldProblems problems) {
    try {
      LocalDate day = Typed.day(typed.strip());
      // It may be tomorrow already where the bank is.
      if (!day.isAfter(LocalDate.ofInstant(clock.now(), ZoneOffset.UTC).plusDays(1))) {
        return Optional.of(day);
      }
      problems.add("paidOn", "proposal.problem.future");
    } catch (DateTimeException e) {
      problems.add("paidOn", "proposal.problem.day");
    }
    return Optional.empty();
  }

  private static ModelAndView toWallet(BillingAccountId account) {
    return new ModelAndView("redirect:/operator/wallets/" + account);
  }

  private ModelAndView page(String what, String account, Form form, FieldProblems problems) {
    BillingAccount found = pages.account(OperatorWalletController.idOf(account));
    ModelAndView page = new ModelAndView("operator/proposal-form");
    page.addObject("what", what);
    page.addObject("account", found.id().value());
    page.addObject("username", found.username());
    page.addObject("currency", found.currency().getCurrencyCode());
    page.addObject("form", form);
    page.addObject("problems", problems);
    page.addObject(PageFrame.FORM, "proposal");
    return page;
  }
}
