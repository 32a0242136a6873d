package io.countinghouse.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The balance of a billing account that settles for itself, and how to top it up. */
@Controller
class BillingWalletController {

  private final WalletPages pages;

  BillingWalletController(WalletPages pages) {
    this.pages = pages;
  }

  /**
   * The page.
   *
   * @param before the number of the last movement of the page before
   */
  @GetMapping("/billing/wallet")
  @Access(Access.Who.BILLING)
  ModelAndView wallet(
      @RequestParam(required = false) @Nullable Long before,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInBilling who) {
    ModelAndView page = new ModelAndView("billing/wallet");
    page.addObject("wallet", pages.view(who.account(), before, PageLanguage.of(request)));
    page.addObject("first", before == null);
    return page;
  }

  /** All movements as a file. */
  @GetMapping("/billing/wallet.csv")
  @Access(Access.Who.BILLING)
  void csv(
      HttpServletRequest request,
      HttpServletResponse response,
      @AuthenticationPrincipal SignedInBilling who)
      throws IOException {
    String name = "wallet-" + who.username() + ".csv";
    pages.file(
        who.account(), PageLanguage.of(request), WorkspaceUsageController.file(name, response));
  }
}
