package io.countinghouse.console;

import io.countinghouse.kernel.Language;
import io.countinghouse.kernel.WorkspaceId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The pages of workspaces. Another tenant's workspace is not found, as one that does not exist. */
@Controller
class WorkspaceController {

  private final WorkspacePages pages;
  private final SignIns signIns;

  WorkspaceController(WorkspacePages pages, SignIns signIns) {
    this.pages = pages;
    this.signIns = signIns;
  }

  /** Leads everybody to where they can go on. */
  @GetMapping("/")
  @Access(Access.Who.PUBLIC)
  String home(
      HttpServletRequest request, @AuthenticationPrincipal @Nullable SignedInCustomer customer) {
    if (customer == null) {
      return SetUpSession.landed(request).isPresent() ? "redirect:/setup" : "redirect:/sign-in";
    }
    List<WorkspacePages.Listed> own = pages.of(customer.account(), PageLanguage.of(request));
    return own.size() == 1 ? "redirect:/w/" + own.getFirst().id() + "/plan" : "redirect:/w";
  }

  /** The workspaces somebody is in. */
  @GetMapping("/w")
  @Access(Access.Who.CUSTOMER)
  ModelAndView list(
      HttpServletRequest request, @AuthenticationPrincipal SignedInCustomer customer) {
    ModelAndView page = new ModelAndView("workspace/list");
    page.addObject("workspaces", pages.of(customer.account(), PageLanguage.of(request)));
    return page;
  }

  @GetMapping("/w/{workspace}/plan")
  @Access(Access.Who.CUSTOMER)
  ModelAndView plan(
      @PathVariable String workspace,
      HttpServletRequest request,
      @AuthenticationPrincipal SignedInCustomer customer) {
    Language language = PageLanguage.of(request);
    WorkspacePages.Plan plan =
        pages
            .plan(id(workspace), customer.account(), language)
            .orElseThrow(() -> new PageNotFoundException("not a member of the workspace"));
    ModelAndView page = new ModelAndView("workspace/plan");
    page.addObject("plan", plan);
    page.addObject("billing", signIns.billing(request).map(SignedInBilling::username).orElse(null));
    page.addObject("workspace", plan.workspace());
    page.addObject("workspaces", pages.of(customer.account(), language));
    return page;
  }

  /**
   * A workspace's id in a path.
   *
   * @throws PageNotFoundException if it is none
   */
  static WorkspaceId id(String text) {
    try {
      return new WorkspaceId(text);
    } catch (IllegalArgumentException e) {
      throw new PageNotFoundException("not the id of a workspace");
    }
  }
}
