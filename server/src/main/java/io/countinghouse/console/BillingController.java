package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.site.Sites;
import io.countinghouse.workspace.Workspaces;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The Billing Center's first page: what belongs to the billing account. */
@Controller
class BillingController {

  private final Workspaces workspaces;
  private final Sites sites;

  BillingController(Workspaces workspaces, Sites sites) {
    this.workspaces = workspaces;
    this.sites = sites;
  }

  @GetMapping("/billing")
  @Access(Access.Who.BILLING)
  ModelAndView home(HttpServletRequest request, @AuthenticationPrincipal SignedInBilling who) {
    Language language = PageLanguage.of(request);
    ModelAndView page = new ModelAndView("billing/home");
    page.addObject(
        "workspaces",
        workspaces.openedUnder(who.account()).stream()
            .map(it -> WorkspacePages.Listed.of(it, sites.get(it.site()).name(language)))
            .toList());
    return page;
  }
}
