package io.countinghouse.console;

import io.countinghouse.identity.BillingAccount;
import io.countinghouse.kernel.BillingAccountId;
import io.countinghouse.kernel.Language;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The wallets as operators see them: what waits for a decision, what is left, what moved. */
@Controller
class OperatorWalletController {

  private final OperatorWallets wallets;
  private final WalletPages pages;

  OperatorWalletController(OperatorWallets wallets, WalletPages pages) {
    this.wallets = wallets;
    this.pages = pages;
  }

  /**
   * All wallets.
   *
   * @param search what usernames begin with
   * @param after the username at which the page before ended
   */
  @GetMapping("/operator/wallets")
  @Access(Access.Who.OPERATOR)
  ModelAndView all(
      @RequestParam(defaultValue = "") String search,
      @RequestParam(defaultValue = "") String after,
      HttpServletRequest request) {
    ModelAndView page = new ModelAndView("operator/wallets");
    page.addObject("all", wallets.all(search.strip(), after, PageLanguage.of(request)));
    page.addObject("search", search);
    page.addObject("first", after.isEmpty());
    return page;
  }

  /**
   * One wallet.
   *
   * @param before the number of the last movement of the page before
   */
  @GetMapping("/operator/wallets/{account}")
  @Access(Access.Who.OPERATOR)
  ModelAndView one(
      @PathVariable String account,
      @RequestParam(required = false) @Nullable Long before,
      HttpServletRequest request) {
    Language language = PageLanguage.of(request);
    BillingAccount found = pages.account(idOf(account));
    ModelAndView page = new ModelAndView("operator/wallet");
    page.addObject("wallet", pages.view(found.id(), before, language));
    page.addObject("details", wallets.details(found, language));
    page.addObject("first", before == null);
    return page;
  }

  /**
   * @throws PageNotFoundException if it is no id of a billing account
   */
  static BillingAccountId idOf(String account) {
    try {
      return new BillingAccountId(account);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("there is no such billing account");
    }
  }
}
